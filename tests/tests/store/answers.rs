//! What another school says of our comments under its posts.

use schoolgate::domain::answers::{Abroad, Answer};
use schoolgate::domain::items::Audience;
use schoolgate::store::answers;
use schoolgate::values;

use crate::world::{at, both, url};
use crate::{commit, read};

fn answer(is_shown: bool, approval: Option<&str>, second: i64) -> Answer {
    Answer { is_shown, approval: approval.map(url), answered_at: at(second) }
}

#[tokio::test]
async fn a_comment_stands_where_its_last_answer_says() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let comment = world.comment(world.kaur_of_maple(), &post, Audience::Friends).await;
        let nested = world.comment(world.kaur_of_maple(), &comment, Audience::Friends).await;
        let ours = world.published(Audience::Friends).await;
        let at_home = world.comment(world.kaur_of_maple(), &ours, Audience::Friends).await;
        let abroad = async |item| read!(world, |sql| answers::abroad(sql, item));
        let approval = async || read!(world, |sql| answers::approval(sql, &comment.id));
        let put = async |answer: &Answer| commit!(world, |tx| answers::put(&mut tx, &comment.id, answer)).unwrap();
        let address = "https://oak.example/z/1";

        assert_eq!(abroad(&comment.id).await, None, "a server without an agreement may never say");
        put(&answer(true, Some(address), 5)).await;
        assert_eq!((abroad(&comment.id).await, approval().await), (Some(Abroad::Shown), Some(url(address))));
        put(&answer(false, None, 6)).await;
        assert_eq!((abroad(&comment.id).await, approval().await), (Some(Abroad::NotShown), None));
        for other in [&post, &nested, &at_home, &ours] {
            assert_eq!(abroad(&other.id).await, None);
        }

        commit!(world, |tx| answers::forget(&mut tx, &comment.id)).unwrap();
        assert_eq!((abroad(&comment.id).await, approval().await), (None, None));
        let statement = "update partner_schools set confirmed_at = 1, confirmed_there_at = 1 where id = $1";
        commit!(world, |tx| tx.run(statement, values![&world.oak_school])).unwrap();
        assert_eq!(abroad(&comment.id).await, Some(Abroad::Waiting));
        assert_eq!(abroad(&nested.id).await, None);
    })
    .await;
}

#[tokio::test]
async fn an_approval_is_found_by_the_class_whose_it_is() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let comment = world.comment(world.kaur_of_maple(), &post, Audience::Friends).await;
        let sister = world.remote_class(&world.oak_school, crate::world::OAK, "sister").await;
        let approval = url("https://oak.example/z/1");
        commit!(world, |tx| answers::put(&mut tx, &comment.id, &answer(true, Some(approval.as_str()), 5))).unwrap();

        let found = async |approval, class| read!(world, |sql| answers::by_approval(sql, approval, class));
        assert_eq!(found(&approval, &world.oak).await, Some((comment.id.clone(), at(5))));
        assert_eq!(found(&approval, &sister).await, None);
        assert_eq!(found(&url("https://oak.example/z/2"), &world.oak).await, None);
    })
    .await;
}
