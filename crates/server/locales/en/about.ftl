# About this server.

about-title = Class blogs of { $school }
about-lead = Every class here has a blog, and writes to classes of schools we know.
about-gate-title = A gate in front of the pupils
about-gate = Nothing from another school reaches a pupil before one of our teachers has read it and let it in. What pupils write leaves only after their teacher has read it.
about-children-title = What other schools see
about-children = Only the class. A child signs with a first name, such as “Sam, Maple class”; no account, picture or address of a child ever leaves this server.
about-remove-title = Would you like something removed?
about-remove = Tell us which page. It is hidden on the same day, and every school that has it is asked to delete it.
about-ask-office = Ask at the school office.
about-source-title = Free software
about-source = This server runs Schoolgate, under the GNU Affero General Public License, version 3 or later. You may read, run and change its source.
