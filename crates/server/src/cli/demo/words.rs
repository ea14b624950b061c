//! What the classes of the demo wrote.

use super::paint::Scene;

/// A post, before anybody wrote it.
pub(super) struct Text {
    pub(super) title: &'static str,
    pub(super) body: &'static str,
    /// "by Sam and Ama"; a pupil's own name when empty.
    pub(super) signature: &'static str,
    pub(super) picture: Option<(Scene, &'static str)>,
}

pub(super) const WELCOME: Text = Text {
    title: "Welcome to our class blog",
    body: "Good morning, families and friends!\n\nThis is where **Maple class** writes down what we find out. Every post is written by one of us or by \
        two of us together. Mrs Kaur reads it first.\n\nThis term we ask one big question: *how do things get to Leeds?*",
    signature: "Mrs Kaur",
    picture: None,
};

pub(super) const HARBOUR: Text = Text {
    title: "Ships in the harbour",
    body: "On Tuesday we went to the harbour in Hull with **two buses and 28 packed lunches**.\n\n## What we counted\n\n- 14 fishing boats\n- 3 \
        very big ships with boxes on them\n- 1 lifeboat, and it is orange so that you can see it in the rain\n- about 200 gulls (Leo lost count)\n\n\
        A lady called Jean drives a crane. She told us that one box can hold *10,000 bananas*. We asked where the bananas come from and she \
        said Costa Rica and Cameroon.\n\nOur question: **what comes to your town in boxes?**",
    signature: "Sam and Ama",
    picture: Some((Scene::Boat, "A small red boat with a white sail on blue waves, and two gulls above it.")),
};

pub(super) const BEANS: Text = Text {
    title: "Our beans are taller than the ruler",
    body: "We planted six beans in six pots. Two stood in the window, two in the cupboard and two in the fridge.\n\n1. The window beans are \
        green and **31 cm** tall.\n2. The cupboard beans are taller but they are white and floppy.\n3. The fridge beans did nothing. We said sorry \
        to them.\n\nSo beans do not need light to *start*. They need light to be *strong*.",
    signature: "Priya and Jakub",
    picture: Some((
        Scene::Beans,
        "Three flower pots in a row: a tall bean with leaves, a middle one, and one that is only soil.",
    )),
};

pub(super) const SNAIL: Text = Text {
    title: "Turbo the snail",
    body: "We found a snail on the wet wall by the bike shed. We called him Turbo as a joke because he is slow.\n\nWe measured how far he went \
        in one minute: **7 centimetres**. Then we worked out how long he would take to go home to my house. It is 900 metres so it is about \
        *nine days* if he does not stop for lunch.\n\nHe has 4 feelers. The long ones have his eyes on.",
    signature: "",
    picture: Some((Scene::Snail, "A snail with a brown spiral shell on green grass.")),
};

pub(super) const RAINY_SPORTS_DAY: Text = Text {
    title: "The rainiest sports day ever",
    body: "It rained from the first race to the last, and **nobody went home**.\n\nThe egg and spoon race became the egg and *puddle* race. The long jump \
        pit was a pond, so we measured splashes instead. Yusuf's was the widest, at 2 metres and 10 centimetres.\n\nThe best moment was the \
        relay: Grace dropped the baton, Omar from the other team picked it up and gave it back to her. Everybody cheered for both teams.\n\n\
        Thank you to the families who stood there with umbrellas. Do you have a sports day? What is the weather like?",
    signature: "Mrs Kaur with Grace and Omar",
    picture: Some((Scene::Rain, "A big yellow umbrella in the rain, with puddles under it.")),
};

pub(super) const WONDER: Text = Text {
    title: "What we wonder about Nairobi",
    body: "Before we write to our friends we made a list of what we wonder:\n\n- Is it hot all year?\n- Do you learn in English or in Swahili?\n- Do \
        giraffes come near the school?\n- What do you have for lunch?\n\nWe will cross out each question when we get an answer.",
    signature: "all of Maple class",
    picture: None,
};

pub(super) const KITE: Text = Text {
    title: "My kite would not fly",
    body: "I made a kite with my grandad. It went up and then it turned round and **crashed on its nose**. We tried 6 times.\n\nGrandad said it needs a longer \
        tail. We put my old scarf on it and then it flew over the tree! The tail keeps it the right way up.",
    signature: "",
    picture: Some((Scene::Kite, "A red and yellow kite with a long tail high above a hill.")),
};

pub(super) const SLEEPOVER: Text = Text {
    title: "The best sleepover",
    body: "Me and Tilly Barker had a sleepover at her house on Moor Road and we watched a film and then we told ghost stories.",
    signature: "",
    picture: None,
};

pub(super) const HALF_A_POEM: Text = Text {
    title: "A poem about fog",
    body: "The fog came in the night\nand ate the climbing frame.\n\nThen it",
    signature: "",
    picture: None,
};

pub(super) const ROBOT: Text = Text {
    title: "We taught a robot to find the door",
    body: "Our robot is called **Beepsy**. It has two wheels and one sensor, and it knows three words: *forward*, *left* and *stop*.\n\nFirst it \
        drove into the bin. Then it drove into Mr Rahman. We wrote the steps on cards and one of us walked them with closed eyes. That is how we found the \
        bug: we had said left when we meant *its* left.\n\nOn the 11th try it went out of the door and down the corridor. We had not told it how to stop.",
    signature: "Elif, Idris and Beth",
    picture: Some((Scene::Robot, "A friendly grey robot with a square head, two lights for eyes and wheels.")),
};

pub(super) const MUSEUM: Text = Text {
    title: "Our class museum is open",
    body: "Everybody brought one thing that is older than they are. Now we have 27 things on the window shelf, each with a label that says *what it is*, \
        *who used it* and *how we know*.\n\nThe oldest is a flat iron from 1890. The strangest is a telephone with a wheel. Nobody could dial \
        a number, not even Mr Rahman.\n\nThe museum is open on Friday after school. Entry is one question.",
    signature: "Dana and Frank",
    picture: Some((
        Scene::Museum,
        "A small museum with four columns, and on a shelf a vase, an old telephone and an iron.",
    )),
};

pub(super) const BRIDGES: Text = Text {
    title: "Whose bridge is strongest?",
    body: "We built bridges from one sheet of paper. A flat one held 3 pennies. A folded one held **64 pennies**! We did it again to be sure.",
    signature: "Miss Doyle with the Robins",
    picture: None,
};

pub(super) const PUDDLES: Text = Text {
    title: "Where do puddles go?",
    body: "We drew round a puddle with chalk. After lunch it was smaller. After home time it was gone.\n\nBella says the sun drank it.",
    signature: "Miss Doyle with the Acorns",
    picture: None,
};

pub(super) const PEAK: Text = Text {
    title: "Up Ingleborough in the wind",
    body: "723 metres, 4 hours, one lost hat.\n\nHalf way up we could not see anything and some of us wanted to turn round. Dev said: count a hundred \
        steps, then ask again. We counted a hundred steps **thirty-one times**. At the top the cloud went away for one minute, and you could see the sea.",
    signature: "Erin and Hasan",
    picture: Some((Scene::Hills, "Green hills one behind the other, with a low orange sun over them.")),
};

pub(super) const LIGHTS_OFF: Text = Text {
    title: "Lights off Friday saved 41 units",
    body: "Last Friday every class switched the lights off between 10 and 12. We read the meter with Mr Hughes before and after.\n\nWe used **41 units less** than \
        on a normal Friday. The Acorns forgot, so next week could be even better. (Sorry, Acorns.)",
    signature: "the Eco Council",
    picture: None,
};

pub(super) const SONGS: Text = Text {
    title: "Three songs for spring",
    body: "We are learning three songs, one in three parts, one in Welsh and one with no words at all. If you hear humming in the corridor, that is the \
        third one.",
    signature: "Mrs Novak and the Choir",
    picture: None,
};

pub(super) const MARKET: Text = Text {
    title: "Maths at the market",
    body: "Today our maths lesson was at the market on Ngong Road. Each group had **200 shillings** and a list.\n\n- 3 mangoes at 20 each\n- half a kilo of \
        tomatoes\n- one bunch of sukuma wiki\n\nMama Njoroge gave us the price and we had to say the change *before* she did. She was faster \
        every time but one.\n\nWe had 35 shillings left. We bought one more mango and shared it with a very sharp knife and a lot of arguing about fractions.",
    signature: "Wanjiru and Baraka",
    picture: Some((Scene::Market, "A market stall with a striped roof, and orange, red and green fruit in boxes.")),
};

pub(super) const SWAHILI: Text = Text {
    title: "Swahili words of the week",
    body: "Our friends in Leeds asked for words, so here are five:\n\n- **rafiki** is a friend\n- **shule** is a school\n- **mvua** is rain (you have a \
        lot of that)\n- **meli** is a ship\n- **asante sana** is thank you very much\n\nCan you say: *Rafiki yangu yuko shuleni*?",
    signature: "Mr Otieno with Baobab class",
    picture: None,
};

/// The same post after its teacher looked again: what waits at Maple on top of the approved one.
pub(super) const SWAHILI_EDITED: Text = Text {
    title: "Swahili words of the week",
    body: "Our friends in Leeds asked for words, so here are six:\n\n- **rafiki** is a friend\n- **shule** is a school\n- **mvua** is rain (you have \
        lots of that!)\n- **meli** is a ship\n- **konokono** is a snail, for Turbo\n- **asante sana** is thank you very much\n\nCan you say: \
        *Rafiki yangu yuko shuleni*? It means: my friend is at school.",
    signature: "Mr Otieno with Baobab class",
    picture: None,
};

pub(super) const LONG_RAINS: Text = Text {
    title: "The long rains are here",
    body: "This morning the field was a lake. We measured the rain in a cut bottle: **38 millimetres in one night**.\n\nThe frogs think it is a party. \
        We could not hear Mr Otieno, so we wrote our questions on the board.",
    signature: "",
    picture: Some((Scene::Storm, "Green hills under dark clouds, with rain coming down.")),
};

pub(super) const SOLAR_OVEN: Text = Text {
    title: "We cooked an egg with the sun",
    body: "You need a pizza box, foil, black paper and a sunny day. Our oven was **71 degrees** at noon. The egg took 50 minutes.\n\nWillow class, \
        can you try it in Leeds? We think you may need more than one day.",
    signature: "Denis and Gathoni",
    picture: Some((Scene::Sun, "A big yellow sun with rays, shining on a box lined with silver.")),
};

pub(super) const FOOTBALL: Text = Text {
    title: "How to make a football",
    body: "Take old bags, roll them tight, and tie string round in every direction. The ball must bounce once. Brian's lasted **three weeks**.",
    signature: "Mrs Hassan with Acacia class",
    picture: None,
};

pub(super) const COUNTING_MANGOES: Text = Text {
    title: "Counting mangoes",
    body: "We put mangoes in rows of ten. We have 4 rows and 6 more. That is 46. Then we ate 6.",
    signature: "Mrs Hassan with Mango class",
    picture: None,
};

pub(super) const BIRDS: Text = Text {
    title: "Eleven birds at break time",
    body: "In twenty minutes we saw 4 sunbirds, 3 weavers, 2 ibises, 1 kite and 1 marabou stork. The stork wanted Kibet's samosa.",
    signature: "Amina and Faith",
    picture: None,
};

pub(super) const CANAL: Text = Text {
    title: "The locks on our canal",
    body: "A lock is like a lift for boats. We watched one go up 2 metres. It took 9 minutes, and the lock keeper let Noor turn the wheel.",
    signature: "Ms Janssens with Linden class",
    picture: Some((Scene::Whale, "A grey canal boat with a blue whale on its flag.")),
};

pub(super) const WAFFLES: Text = Text {
    title: "Fractions with waffles",
    body: "One waffle has 24 holes. If you fill a third of them with syrup, how many are left for the sugar? We tested it. Several times.",
    signature: "Mr De Smet with Poplar class",
    picture: None,
};
