//! Class blogs, by id, by address and in order.

use schoolgate::domain::classes::{ClassBlog, ClassKind};
use schoolgate::domain::ids::ClassId;
use schoolgate::domain::writing_help::WritingHelp;
use schoolgate::error::Error;
use schoolgate::store::classes;

use crate::world::{at, both};
use crate::{commit, read};

#[tokio::test]
async fn a_class_is_found_by_its_id_and_its_address() {
    both(|world| async move {
        let maple = read!(world, |sql| classes::get(sql, &world.maple));
        assert_eq!((maple.name.as_str(), maple.colour, maple.kind), ("maple class", 3, ClassKind::Class));
        assert_eq!(read!(world, |sql| classes::by_slug(sql, "maple")), maple);

        let nobody = classes::get(&mut world.db.read(), &ClassId::fresh(at(0))).await;
        assert!(matches!(nobody, Err(Error::Missing)));
        assert!(matches!(classes::by_slug(&mut world.db.read(), "MAPLE").await, Err(Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn two_classes_cannot_have_one_address() {
    both(|world| async move {
        let maple = read!(world, |sql| classes::get(sql, &world.maple));
        let again = ClassBlog { id: ClassId::fresh(at(1)), ..maple };

        let mut tx = world.db.begin().await.unwrap();
        assert!(matches!(classes::insert(&mut tx, &again).await, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn a_class_is_called_and_looks_otherwise_at_the_same_address() {
    both(|world| async move {
        let maple = read!(world, |sql| classes::get(sql, &world.maple));
        let other = ClassBlog {
            name: "Maples".to_owned(),
            crest: "fox".to_owned(),
            colour: 9,
            about: "We are nine.".to_owned(),
            year_order: 4,
            ..maple
        };

        commit!(world, |tx| classes::update(&mut tx, &other)).unwrap();

        assert_eq!(read!(world, |sql| classes::by_slug(sql, "maple")), other);
    })
    .await;
}

#[tokio::test]
async fn classes_come_before_groups_and_in_year_order() {
    both(|world| async move {
        let maple = read!(world, |sql| classes::get(sql, &world.maple));
        for (slug, kind, year_order) in [("choir", ClassKind::Group, 0), ("ash", ClassKind::Class, 2)] {
            let class = ClassBlog {
                id: ClassId::fresh(at(1)),
                slug: slug.parse().unwrap(),
                kind,
                year_order,
                name: slug.to_owned(),
                ..maple.clone()
            };
            commit!(world, |tx| classes::insert(&mut tx, &class)).unwrap();
        }

        let all: Vec<_> = read!(world, |sql| classes::all(sql)).into_iter().map(|class| class.name).collect();
        assert_eq!(all, ["ash", "maple class", "willow class", "choir"]);
        let sams: Vec<_> =
            read!(world, |sql| classes::of_pupil(sql, &world.sam)).into_iter().map(|class| class.id).collect();
        assert_eq!(sams, std::slice::from_ref(&world.maple));
    })
    .await;
}

#[tokio::test]
async fn help_with_writing_is_of_one_class_and_goes_with_it() {
    both(|world| async move {
        assert!(read!(world, |sql| classes::writing_help(sql, &world.maple)).is_empty());
        let help = WritingHelp::read("I wonder why\nFirst", "because").unwrap();

        commit!(world, |tx| classes::set_writing_help(&mut tx, &world.maple, &help)).unwrap();

        assert_eq!(read!(world, |sql| classes::writing_help(sql, &world.maple)), help);
        assert!(read!(world, |sql| classes::writing_help(sql, &world.willow)).is_empty());
        commit!(world, |tx| classes::close(&mut tx, &world.maple, at(5))).unwrap();
        commit!(world, |tx| classes::forget(&mut tx, &world.maple)).unwrap();
        assert!(read!(world, |sql| classes::writing_help(sql, &world.maple)).is_empty());
    })
    .await;
}
