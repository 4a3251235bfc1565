/** On walking over hills, and what water does to them. */
export const hills = `
The path begins behind the mill, where the nettles are, and for the first half hour it does not look as if it
wanted to go up at all. It follows the stream, crosses it by a plank, thinks better of it and crosses back.
Children know every stone here. Then there is a gate, and behind the gate the path makes up its mind. It leaves
the water, turns its back on the village, and climbs straight into the wood as if somebody had called it.

In the wood it is cool, and the light comes down in coins. Beech trees do not like company under them, so the
ground is bare and brown, and one can see a long way between the trunks. A jay complains. Somewhere to the left
somebody is cutting timber, too far off to be heard except when the wind leans this way. The path is wide
enough for a cart, and it has two ruts, and in the ruts there is still water from the rain of last week. I
have never understood why the water stays there, on a slope, in the driest of summers. The forester says that
wheels press the clay until it is as tight as a plate. He says it with some pride, as if he had invented it.

Above the wood come the meadows. This is the part that people paint. The grass is full of yarrow and bedstraw
and small blue bells, and in June, before it is cut, it moves like the coat of an animal that is breathing in
its sleep. Every farmer here has three or four such meadows, none of them level, and cuts them by hand where
the machine would fall over. It is a great deal of work for very little hay. When you ask them why they do it
they look at you for a while and then talk about something else.

Water made all this. You would not think so on a fine day, when there is none in sight, but every line that
you see, the round backs of the hills and the sharp cuts between them, was drawn by water, and it is drawing
still. A drop falls on the ridge. It may go north, and then it will come to one sea, or south, and then it will
come to another, and which of the two it is depends on a blade of grass. Once it has started it has few doubts.
It goes down, by the steepest way it can find from where it is, without any notion of where the valley lies.

This is worth a thought. The drop does not know the map, and needs none. At each place it asks only which way
is down, and takes a step, and asks again. In this manner it is bound to arrive somewhere low, and mostly it
arrives in the river. But not always. There is a hollow up there under the crag, as round as a bowl, and what
falls into it stays in it and makes a little black lake with newts in it. For a drop in the lake every way is
up. If it could jump a few metres it would be in the next valley, and could go on down for days; but drops do
not jump, unless the wind helps. People who search for the best of something by always taking the better step
know this lake well, and are often found sitting beside it.

One can do something about it. One can start in many places and see who gets lowest. One can take large steps
in the beginning, so large that they carry over any bowl, and small ones later. Or one can shake the ground.
All of these help a little, and none of them helps always. And there is the strange fact that in a country of
very many dimensions, where there are thousands of directions instead of two, lakes are rare. To be a lake, a
place must be closed on every side, and when there are so many sides, one of them is nearly always open. What
one meets there are passes, flat and wide, where it goes down so gently that it is hard to see which way.

On a pass it is best to have a good memory. If you have been walking east for an hour and it has been going
down a little all the time, then walk on to the east even where the ground seems level. A heavy cart does this
by itself: it keeps its speed and rolls over small bumps without noticing. A light one stops in every hollow.
But a heavy cart runs too far at the bottom, up the other side and back again, and it may be evening before it
has come to rest. So you choose the weight of your cart by the roughness of the road, and when you do not know
the road you ask somebody who came from there.

From the top you can see four church towers when the air is clear, and in winter a fifth, which in summer hides
behind its own lime trees. There is a bench. On the bench somebody has carved two letters and a year, and
somebody else, later, with a better knife, has changed one of the letters. I like to sit there and eat an apple.
Far below the train comes out of the tunnel, as small as a caterpillar, stops at the halt, where nobody gets on
or off, and creeps away along the river. Its sound comes up a little after it has gone.

Going down is harder than going up, whatever they say. The knees know it. One should go down slowly, with short
steps, and not look at the view. On the north side the path is full of loose stones, of the flat grey kind that
turn under the foot and ring like plates, and there is a rope in one place, fixed to iron pins, which everybody
laughs at on the way up. Below that the path loses itself in a bog. Cotton grass grows on it, and one can hop
from tuft to tuft. Whoever misses a tuft will have wet feet, and a story.

Then the wood again, but a different one, of spruce, dark and straight, in which no bird says anything. It was
planted by the grandfather of the present owner after the war, when wood was dear. Now a beetle is in it. Half
the trees stand there red and dry like old brushes, and the rest will follow. Between the dead ones the light
has come back, and with the light, raspberries, willow herb, young birches as thin as a finger. Nobody planted
those. They had been waiting in the ground, or they came with the wind, and all they needed was a gap.

At the edge of the wood stands a stone as high as a man, with a hole in it through which you can put your arm.
There are three tales about it, and no two of them agree. In one it was thrown there by a giant who wanted to
hit the church. In another it is what is left of a bride. The third was told to me by a teacher, and has to do
with ice, a thousand feet of it, which carried the stone from the far end of the lake and set it down here when
it had no more strength to carry. I believe the teacher; but I put my arm through the hole all the same, up to
the shoulder, as one does, and wish for something, and walk the last mile home along the stream.
`;
