//! What children said to each other in the demo.

/// One lesson's comments from Baobab class under Maple's sports day, one from each child, in the order of the register.
pub(super) const LESSON: [&str; 28] = [
    "Hello Maple class! We read your post together on the big screen. We laughed at the egg and puddle race.",
    "Our sports day is in February and it is very hot. We drink a lot of water.",
    "Well done Omar for giving the baton back. That is a real sportsman.",
    "What is an egg and spoon race? Do you eat the egg after?",
    "2 metres and 10 centimetres is a BIG splash. Asante for telling us.",
    "I like the yellow umbrella. Who made the picture?",
    "In our school we have a sack race. I fell two times.",
    "Did Grace's team win or did Omar's team win?",
    "We had rain too! 38 millimetres. We measured it.",
    "Pole sana for the rain. It means we are sorry for you.",
    "I want to try the puddle race when the field is a lake again.",
    "My favourite is the relay. I am number 3 because I am fast in the corner.",
    "Did anyone get a cold after?",
    "Why did you not stop when it rained? Our teacher would say go inside.",
    "You are brave. I do not like to be wet.",
    "We want to do the same race on the same day as you. Then we can compare.",
    "How long is your running track? Ours is 100 metres and then there is a tree.",
    "Please tell Yusuf that Odhiambo made a splash of 2 metres and 25 centimetres. I am Odhiambo.",
    "The families are kind to stand in the rain.",
    "Here are ships you can see on a map, for your harbour question: https://ships.example/map",
    "Do you have medals? We get a ribbon.",
    "I think splashes should be in the Olympics.",
    "My uncle has a shop for sports shoes. You can ring him on 0712 345 678 and he will tell you which ones are good in rain.",
    "How do you keep the egg on the spoon? Is it a real egg?",
    "We drew your sports day in art. Our teacher put it on the wall.",
    "Is it always raining in Leeds or only on sports day?",
    "Thank you for the story. It made me happy.",
    "Kwaheri from Nairobi! Write to us again soon.",
];

/// Under Maple's harbour, let in long ago.
pub(super) const ON_THE_HARBOUR: &[(&str, &str)] = &[
    ("Wanjiru", "We have no sea in Nairobi but boxes come to us on a train from Mombasa. We saw one with bananas too!"),
    ("Kamau", "Is Jean scared when she is so high up in the crane?"),
    ("Zawadi", "In Swahili a ship is meli. 14 boats is meli kumi na nne."),
];

/// An answer to Kamau, from Leeds.
pub(super) const JEAN: &str =
    "We asked her that! She said the first week yes, and now she likes it because she can see the whole sea.";

/// Under Oak's market, from Leeds.
pub(super) const ON_THE_MARKET: &[(&str, &str)] = &[
    ("Sam", "We have a market on Kirkgate. I will try to say the change before the man does."),
    ("Zara", "What is sukuma wiki? Is it like cabbage?"),
    ("Kofi", "My gran makes it! You fry it with onions."),
];

/// Waits to go out.
pub(super) const GOING_OUT: &[(&str, &str)] = &[
    ("Isla", "I practised Rafiki yangu yuko shuleni and my mum said it sounds like a song."),
    ("Finn", "We will use mvua a lot. Today there is mvua again."),
];

/// Sealed at Maple: an adult should look at it.
pub(super) const WORRYING: &str =
    "Where do you live? Is it near the harbour? My big cousin is in Leeds and he can come and meet you after school.";

/// Under a post of one's own class.
pub(super) const AT_HOME: &[(&str, &str)] =
    &[("Leo", "It was 211 gulls. I counted again from the photo."), ("Grace", "My lunch was the best one on the bus.")];
