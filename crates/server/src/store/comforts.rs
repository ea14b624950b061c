//! How each pupil reads most easily.

use super::{Row, Sql, Tx};
use crate::domain::comforts::Comfort;
use crate::domain::ids::PupilId;
use crate::error::Result;
use crate::values;

/// What this pupil chose; everything usual for who never chose.
pub async fn get(sql: &mut impl Sql, pupil: &PupilId) -> Result<Comfort> {
    let row = sql.maybe("select * from comforts where pupil_id = $1", values![pupil]).await?;
    row.as_ref().map_or_else(|| Ok(Comfort::default()), from)
}

/// Keeps how pages look. The language is left as it is: that is [`set_language`].
pub async fn put(tx: &mut Tx, pupil: &PupilId, comfort: &Comfort) -> Result<()> {
    tx.change(
        "insert into comforts (pupil_id, text_size, spacing, background, typeface, motion) values ($1, $2, $3, $4, $5, $6)
         on conflict (pupil_id) do update set text_size = excluded.text_size, spacing = excluded.spacing,
             background = excluded.background, typeface = excluded.typeface, motion = excluded.motion",
        values![
            pupil,
            comfort.text_size.as_str(),
            comfort.spacing.as_str(),
            comfort.background.as_str(),
            comfort.typeface.as_str(),
            comfort.motion.as_str()
        ],
    )
    .await
}

/// Keeps the language, and nothing else.
pub async fn set_language(tx: &mut Tx, pupil: &PupilId, language: &str) -> Result<()> {
    let usual = Comfort::default();
    tx.change(
        "insert into comforts (pupil_id, text_size, spacing, background, typeface, motion, language)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (pupil_id) do update set language = excluded.language",
        values![
            pupil,
            usual.text_size.as_str(),
            usual.spacing.as_str(),
            usual.background.as_str(),
            usual.typeface.as_str(),
            usual.motion.as_str(),
            language
        ],
    )
    .await
}

fn from(row: &Row) -> Result<Comfort> {
    Ok(Comfort {
        text_size: row.word("text_size")?,
        spacing: row.word("spacing")?,
        background: row.word("background")?,
        typeface: row.word("typeface")?,
        motion: row.word("motion")?,
        language: row.get("language")?,
    })
}
