/** On mending clocks, baking bread and other slow work. */
export const workshop = `
There is a street behind the market in which people mend things. It is short, and it smells of glue and warm
metal. On one side sits a man who mends clocks, and next to him a woman who puts new seats into old chairs; on
the other side there are a cobbler, a grinder of knives, a shop in which nothing is ever sold, and the baker.
I had a room above the baker when I was a student, and I was never cold, and always hungry.

The clock mender had two hundred clocks on his walls, and no two of them showed the same time. That is because
they are waiting, he said. A clock that hangs here and runs is a clock whose owner has not come. When he had
mended one he set it by a small brass regulator in the corner, let it run for a week, and looked at it each
evening. If it was fast he lowered the weight of its pendulum by a turn of the nut, and if it was slow he
raised it. A whole turn was a minute a day. On the first evening he gave it whole turns, then halves, then
quarters, and at the end of the week he touched the nut with a finger so lightly that I could not see whether
it had moved at all. A beginner, he told me, always turns it too far, sees that it is now wrong on the other
side, turns it back too far again, and goes home in the evening with a clock that is worse than in the morning.

He also told me a thing about clocks that hang on the same wall. If two of them have pendulums of nearly the same
length, and the wall is of wood, then after some hours they swing together, one to the left as the other goes
to the right, and nobody has made them do so. The wall gives a little with every swing, and each clock feels the
other in it. It is so slight that no instrument of his could show it. But a little, said he, is plenty when it
comes twice in every second for a night and a day.

The baker began at two. I heard the first thump of the dough on the table in my sleep, and it was a comfort,
because it meant that there were four hours left. He had no recipe. That is to say, he had one, painted on the
wall in blue letters by his father, but he never looked at it, for the flour was different every month, and the
air every night. He put his hand into the trough, pressed, waited, and said: more water. Or he said: let it be.
When I asked him what his hand told him, he took mine and put it into the dough, and I felt something warm and
heavy that pushed back. There, he said. After a year of this I knew it too, and could not say it either.

His dough was older than he was. Every night he kept back a piece of it, as large as a fist, fed it with flour
and water, and set it on the shelf above the oven, and in the evening that piece made the new dough rise. So had
his father done, and his grandmother, through two wars and a flood. Not a grain of the first flour can be left
in it by now. What has been handed on is nothing that one could weigh, only a way of living together that some
millions of very small beings have found, and go on finding, each of them knowing nothing of bread.

The woman who mended chairs spoke little. She soaked the cane in a tub, and while it soaked she looked at the chair,
walked round it, and ran her thumb along the holes in its frame. Weaving a seat takes six passes. The first goes
from back to front, the second from side to side, on top of it, and so on, and only with the fourth do the
strands begin to go over and under one another. After three passes you might think that nothing holds, and you
would be right. After the fifth it holds, and after the sixth you could dance on it. Beginners lose heart in the
third pass, she said, and that was the longest speech I ever heard from her.

Opposite, the cobbler talked all day. He held that you can tell everything about people from their heels. Here is
a man who is always late, he said, and held up a boot that was worn off at the toe. And this one carries a heavy
bag on the left side, look, and has done so for years, and does not know it. He did not look at the faces of
those who came in, only down, and he recognised them all. When somebody put on a new pair he made them walk up and
down the street, twice, while he stood in his door with his arms folded. Shoes and feet must learn each other, he
used to say. In the first week the shoe does the teaching, and in the second week the foot.

As for the grinder, he had a wheel of sandstone as wide as a cart's, which ran in a trough of water, and he
drove it with his foot. The sound of it was the sound of the street. A good edge, he explained to me, is not a
thin edge. Any fool can make a thin one, and it will be gone by Sunday. You take the blade to the stone at the
angle that its work requires, a razor so, an axe so, and take off only what must be taken off, and then you stop.
To stop was what his master had taught him, and it had taken longer than all the rest. You think there is always
one more stroke that would make it better. And there is; but behind it there is another which makes it worse, and
they look alike from the front.

In the shop in which nothing was sold there sat an old lady with a cat. The window was full of lamps, plates, dolls,
a stuffed owl, and a globe on which two countries were the wrong way round. If you went in and asked the price of
something, she would say that she had to think about it, and would you come again on Thursday. On Thursday she
said the same. The others in the street took turns to carry up her coal. I believe that she had been very much
robbed once, or very much loved, and had decided to keep things where they were; and I have to say that of the
whole street hers is the only window that is the same today.

I went there last spring. The clocks have gone, and there is somebody who sells telephones and can, for a fee, put
new glass into them. The baker's grandson makes four kinds of bread instead of two and begins at three, with a
machine that kneads, but he showed me the shelf above the oven, and the bowl upon it under its cloth. I put my hand
in. It was warm and heavy, and it pushed back. More water, I said, and he laughed, and went to fetch the jug.
`;
