// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.DirectCallback;
import io.jevent.hub.Realm;
import io.jevent.internal.simnet.Path;
import io.jevent.testing.Choices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/*
 * A fault begins where a packet is sent: so faults come as often as the program uses the network, whatever its time
 * scale, and a fault is found again in a smaller schedule by the packet at which it began.
 */
/** Lets the faults happen that the schedule chooses. */
final class Weather {

    private static final int MOST = 4;
    private static final double PROBABILITY = 0.02;
    private static final List<Duration> LENGTHS = List.of(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    private final Sim sim;
    private final Choices choices;
    private final Function<Object, Node> nodes;
    private final List<Fault> faults = new ArrayList<>();
    private boolean over;
    private int happened;

    private interface Fault {
        void begin(Node from, Node to);
    }

    Weather(Sim sim, Set<Faults> kinds, Function<Object, Node> nodes) {
        this.sim = sim;
        this.choices = sim.choices();
        this.nodes = nodes;
        if (kinds.contains(Faults.NETWORK)) {
            faults.add(this::clog);
            faults.add((from, to) -> sim.net().reset(from, to));
            faults.add(this::partition);
            faults.add(this::oneWay);
            faults.add((from, to) -> sim.net().halfOpen(from, to));
        }
        if (kinds.contains(Faults.CRASHES)) {
            faults.add((from, _) -> crash(from));
            faults.add((_, to) -> crash(to));
        }
        if (kinds.contains(Faults.PAUSES)) {
            faults.add((from, _) -> pause(from));
            faults.add((_, to) -> pause(to));
        }
    }

    /** Nothing happens any more. */
    void end() {
        over = true;
    }

    /** A packet is about to be sent. */
    void sending(Path path) {
        if (over || happened == MOST || !choices.chance("trouble from " + path, PROBABILITY)) {
            return;
        }
        happened++;
        Fault fault = faults.get(choices.choose("kind of trouble", faults.size()));
        Node from = nodes.apply(path.from());
        Node to = nodes.apply(path.to());
        later(Duration.ZERO, () -> {
            if (!over) {
                fault.begin(from, to);
            }
        });
    }

    private Duration length() {
        return LENGTHS.get(choices.choose("length of the trouble", LENGTHS.size()));
    }

    private void later(Duration delay, DirectCallback work) {
        var _ = Realm.outside(() -> sim.hub().schedule(delay, work));
    }

    private void clog(Node from, Node to) {
        Duration time = length();
        sim.mark("packets between " + from + " and " + to + " are held up for " + time);
        var _ = sim.net().link(from, to).clog(time);
    }

    private void partition(Node from, Node to) {
        Duration time = length();
        sim.net().partition(from, to);
        later(time, () -> sim.net().heal(from, to));
    }

    private void oneWay(Node from, Node to) {
        Duration time = length();
        sim.net().partitionOneWay(from, to);
        later(time, () -> sim.net().heal(from, to));
    }

    private void crash(Node node) {
        if (node.hasMain() && node.isUp()) {
            Duration time = length();
            node.crash();
            later(time, () -> {
                if (!over && !node.isUp()) {
                    node.restart();
                }
            });
        }
    }

    private void pause(Node node) {
        if (node.hasMain() && node.isUp()) {
            Duration time = length();
            node.pause();
            later(time, node::resume);
        }
    }
}
