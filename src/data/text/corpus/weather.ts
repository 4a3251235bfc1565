/** On weather, and on telling it beforehand. */
export const weather = `
My uncle kept the weather for forty years. Every morning at seven he went out in his slippers to the white box
on four legs that stood in the middle of the lawn, opened its little door, read two thermometers, and wrote the
numbers in a book with a pencil on a string. Then he emptied the rain gauge into a glass, held the glass up
to the sky, and wrote that down as well. In all those years he missed eleven mornings, and he could tell you
the reason for each of them. Two were funerals. One was a wedding, his own.

He did not believe in forecasts. What will be, he said, I shall read tomorrow. But he could not help knowing
things. When the swallows flew low and the drain in the yard began to smell he took in the washing. When the
smoke from the brickworks lay down flat and the hills looked near enough to touch, he said it would rain by
evening, and it did. If you asked him how he knew he became cross, because he did not think of it as knowing.
It was only that after ten thousand mornings certain things went together in his head, and others did not.

A forecast by numbers is made in another way. The air is cut into boxes, some kilometres wide and some hundred
metres high, and for each box one writes down how warm it is, how damp, how heavy, and which way it moves. Then
one works out, for each of them, what its neighbours will do to it in the next few minutes. Warm air leans upon
cold. Damp air rises, cools, and lets its water go. Each box needs to ask only the boxes that touch it. One
does this for all of them at once, and then again, and again, until tomorrow has come, on paper, somewhat
before it comes in the yard.

The first man to try it had no machine. He did it with a pencil, behind the lines of a war in which he drove an
ambulance, on a heap of hay, and it took him six weeks to work out six hours. The answer was wrong, and badly
so: it said that the air would press upon the country as it has never done before or since. He was not
discouraged. He published it, wrong answer and all, and added a dream. He dreamed of a hall like a theatre,
round, with the map of the world painted on its walls, and sixty thousand people sitting in the galleries, each
with one small box of air to work out, each glancing at the neighbours' numbers, which hang on lamps above
their desks. In the middle, on a pillar, stands a conductor, and shines a rosy light on those who are too fast
and a blue one on those who have fallen behind. Outside the hall he put playing fields and lakes, because those
who work out the weather should breathe of it freely.

The hall was never built as he dreamed of it, but in a way we sit in it all the time. Whenever a great many
small workers each do a small sum, look at their neighbours, and do it again, we are in that hall. Some want
a conductor with a lamp, who makes them all step together. Others would rather do without one, and let each
worker begin when the numbers around have changed by enough to matter. It is quieter then. For most of the
night most of the air does nothing much, and it would be a waste to ask every box, every minute, whether there
is any news, only to hear that there is none. Let them speak up when there is. The art of it is in choosing how
much is enough: who speaks at every trifle wears out the lamps, and who waits too long is wrong by a mile.

There is a limit to it all, and a clerk of numbers found it by accident one winter, when he wanted to see a
piece of his computed weather again and typed the numbers in from a printed sheet. The sheet had three digits
where the machine had six. He went to fetch a cup of coffee, and when he came back, after an hour, the weather
in the machine was another weather. At first the two had been alike; then they differed in the last digit, then
in the one before, and after two months of computed days one of them had a storm where the other had sunshine.
A difference as small as the puff of a wing had doubled, and doubled again, every few days. So we know now that
we can have next week's weather, more or less, but never next year's, however many boxes we draw.

My uncle was pleased when I told him about this. I always said so, he said, though he had never said anything of
the kind. He wanted to know what the clerk did then. I said that he wrote down the smallest set of rules he
could find that would do the same thing, and there were three of them, with three numbers, and anybody could
work them out with a pencil. Three numbers, said my uncle. He looked out of the window at the white box. I
keep four, he said: the dry bulb, the wet bulb, the rain, and the wind by the smoke of the brickworks.

Of winds he knew eight, and he had a name for each. The one from the east he called the tax collector, because
it came when nobody had asked for it and stayed for days. The south west was the washerwoman. Then there was one
that blew in March, in gusts, out of a clear sky, and slammed the doors of the whole street one after another,
as if it were looking for somebody; that one was called Margaret, and he would not tell me why.

Snow he measured with a stick. It has to be done in a place where the wind neither takes any nor brings any, and
since there is no such place, he had three sticks and took the mean. I asked him once, when I was small, why he
did not take the largest, since it was so much more snow. He thought about it honestly, as he thought about all
questions, and then he said that if he took the largest he would be reporting on the stick.

Fog came up from the river in October. It began as a strip of wool above the water, not higher than a cow, and in
the course of an evening it filled the fields and came over the garden walls. On such mornings he could not see
the box from the door, and walked to it by counting his steps. There were twenty two. He read the thermometers
with his nose almost touching the glass, lest his own breath should warm them, and on the way back it was
again twenty two, and my aunt had the lamp in the window. In the book, in the column for remarks, it says on
those days: nothing seen. He could have left the column empty, but it seemed to him that this was not the same.

When he died the book went on for a while. My aunt read the box, in her own slippers, and then a boy from the
school did, for a little money. After that the box was given to a museum, where it stands in a corner, painted,
with its door nailed shut. The book I have here. It is twelve books in fact, bound in black cloth, and whenever
I am told that the winters used to be harder, or the summers longer, or that it never rained like this before,
I take down a volume and look. Mostly it was much the same, and now and then it was quite otherwise, which is
what he always said, or would have said, if anybody had asked him to foretell it.
`;
