/** On nerve cells, in plain words. */
export const neurons = `
A nerve cell is a small bag of salt water with a skin that leaks. The skin is only a few millionths of a
millimetre thick, and across it there is a difference of charge, a little less than a tenth of a volt. That
sounds like nothing, but over so thin a wall it is as steep as the field in a thundercloud. Pumps in the wall
keep it up day and night. They carry sodium out and potassium in, and they burn a large share of what you had
for breakfast. Most of what a brain costs is paid not for thinking but for being ready to think.

When enough of its neighbours have spoken to it within a short while, the cell speaks too. Gates in the skin
fly open, sodium rushes in, the charge turns over, and a wave runs down the long thread that we call an axon.
The wave does not fade on its way, because every patch of skin lights the next one, as grass does in a dry
field. Behind it the gates fall shut and stay shut for a moment, so the fire cannot turn around. At the far
end it sets free a few thousand molecules, and these cross a gap that is narrower than the finest dust.

On the other side somebody is waiting. The gap with its two shores is called a synapse, and there are more of
them in your head than there are leaves in a great forest. Each one is a little stronger or a little weaker
than the next. What you know, what you can do with your hands, the way to your grandmother's kitchen and the
taste of the plums in it, all this is kept in those strengths. Nobody has ever pointed at one of them and said
what it means. They mean something only together, like the threads of a rope.

How does a synapse find out whether it should grow or shrink? It cannot ask the whole brain. It sits in the
dark at the end of a twig and hears what comes in from one side and what goes on at the other. If there is a
teacher, the teacher has to come to it by the same roads as everything else: as a pulse, as a change of
charge, as a drift of some chemical through the water. So any rule that a brain could follow has to be made of
things that are at hand, here and now or a short while ago. A rule that needs to know the weight of another
synapse three rooms away is a fine rule for a machine with one great memory, but it is no rule for a twig.

People used to think that this was a small matter, a detail of the plumbing. Then they tried to write down
rules that keep to it, and found that it is most of the matter. It is easy to say how a large network ought to
change when you can look at all of it from above. It is hard to say it from inside, cell by cell, when every
cell sees only its neighbours. And yet the thing is done, in every snail and every sparrow, without anybody
looking down from above. A sparrow learns where the seeds are, and it does not write a report about it.

One idea is that cells settle. Let every cell change a little according to what its neighbours say, and let
this go on until nothing moves any more. Where the network comes to rest, each cell has arrived at a number
that no single cell could have worked out alone. A soap film does the same. You bend a wire, dip it, and the
film finds the smallest surface that the wire allows, though no drop of it knows any geometry. If we can
arrange matters so that the resting place of the cells is the answer to the question who is to blame for the
error, then every synapse finds its share of the blame lying on its own doorstep.

Another idea is to send the blame down by roads of its own. The trouble is that the roads down would have to be
as wide as the roads up, each one the mirror of its partner, and roads are not built in pairs. But it turns
out that they need not be. Let the roads down be any roads at all, and the roads up will slowly turn until the
two agree well enough. This was a surprise when it was found. It is a little like learning to steer a boat
whose rudder has been mounted askew: after an hour your hands have got used to it.

There is also the matter of time. A wave takes some thousandths of a second to get from one cell to another,
and some roads are longer than others. News about an error comes late, when the cells that made it have moved
on to something else. So a synapse has to keep a trace of what it did, a stain that fades, and when the news
comes it can see from the stain how much of it was its own doing. A careful cook does the same when she leaves
the spoons on the table until the guests have tasted the soup.

None of this is settled. There are more theories than facts, and the facts come from a few cells in a few
animals, on a table, under a lamp. But the question is a good one, because it can be asked with nothing but a
pencil and some patience: what can be learned by parts that know only their own part? Whoever answers it will
have learned something about brains, and about machines too, and perhaps about villages.

Consider the honey bee. She has about a million cells in her head, fewer than there are people in a large
town, and with these she flies several kilometres over country she has seen twice, finds a tree in bloom,
remembers at which hour of the day its flowers give the most, comes home in a cross wind, and tells her
sisters about it by dancing in the dark. If she is moved in a box to the other side of the hill she is lost
for a while, circles, sees something that she knows, and is on her way. There is no map room in her and no
clerk who keeps the map. There are cells, each of which listens to some others and says yes now and then.

It is tempting to look for the cell that decides. In every story there is somebody who decides, a captain or a
queen or a judge, and so we look for one here. But when we ask a single cell, it turns out to have heard only
gossip. It is in the way the gossip runs round, strengthens itself in one place and dies away in another, that
after a fifth of a second something has been decided. Ask a crowd that leaves a theatre who chose the door.

And consider forgetting, which has a bad name. A network that kept everything would soon be full, and worse, it
would be stiff: each new thing would have to be squeezed in between all the old ones without touching them. A
little decay in every strength makes room. What is used is written again and again and stays. What is not used
grows pale. An old gardener told me once that the most important tool he owned was the heap behind the shed.
`;
