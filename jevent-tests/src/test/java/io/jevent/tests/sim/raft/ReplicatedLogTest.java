// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Exploration;
import io.jevent.sim.Faults;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.sim.linear.Call;
import io.jevent.sim.linear.History;
import io.jevent.sim.linear.Linear;
import io.jevent.sim.linear.Models;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three replicas, over a network and on disks with faults: mutants are found, and the log without a flaw passes. */
class ReplicatedLogTest {

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final Duration PATIENCE = Duration.ofMillis(800);

    static void cluster(Sim sim, Flaw flaw) throws Exception {
        var election = new Election();
        List<Node> nodes = new ArrayList<>();
        for (String name : NAMES) {
            List<String> others =
                    NAMES.stream().filter(other -> !other.equals(name)).toList();
            String ip = "10.0.0." + (1 + NAMES.indexOf(name));
            var node = sim.node(name, ip, it -> new Replica(sim, it, others, flaw, election).run());
            nodes.add(node);
            node.disk().latency(Duration.ZERO, Duration.ofMillis(2));
        }
        var chaos = Jevent.spawn(() -> chaos(sim, nodes));
        chaos.setName("chaos");
        var history = new History<Call, Object>();
        List<Greenlet<?>> clients = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            int number = i;
            clients.add(sim.client(() -> client(sim, history, number)));
        }
        Jevent.joinAllOrThrow(clients);
        chaos.join();
        sim.calm();
        for (int tries = 0; !operate(history, "last", "read"); tries++) {
            assertThat(tries).as("a calm cluster serves").isLessThan(100);
            Jevent.sleep(Duration.ofMillis(200));
        }
        Linear.check(history, Models.register("0"));
    }

    /** Beside the faults of the simulation: replicas that restart at once, and replicas that nobody reaches. */
    private static void chaos(Sim sim, List<Node> nodes) {
        for (int i = 0; i < 4; i++) {
            Jevent.sleep(Duration.ofMillis(sim.choices().between("chaos sleeps", 100, 700)));
            int kind = sim.choices().choose("chaos", 3);
            Node victim = nodes.get(sim.choices().choose("victim", NAMES.size()));
            if (kind == 1) {
                victim.crash();
                Jevent.sleep(Duration.ofMillis(sim.choices().between("chaos restarts", 1, 30)));
                victim.restart();
            } else if (kind == 2) {
                Set<Node> others = nodes.stream().filter(node -> node != victim).collect(Collectors.toSet());
                sim.net().partition(Set.of(victim), others);
                Jevent.sleep(Duration.ofMillis(sim.choices().between("chaos heals", 300, 1500)));
                sim.net().heal();
            }
        }
    }

    private static boolean client(Sim sim, History<Call, Object> history, int number) {
        Jevent.sleep(Duration.ofMillis(sim.choices().between("client comes", 300, 700)));
        for (int i = 0; i < 5; i++) {
            Jevent.sleep(Duration.ofMillis(sim.choices().between("client thinks", 0, 300)));
            int value = 10 * number + i;
            String command = switch (sim.choices().choose("command", 3)) {
                case 0 -> "read";
                case 1 -> "write:" + value;
                default -> "cas:" + 10 * (1 + sim.choices().choose("expected", 3)) + ":" + value;
            };
            var _ = operate(history, "client" + number, command);
        }
        return true;
    }

    /** Asks one replica after the other until one leads; true if the outcome is known. */
    private static boolean operate(History<Call, Object> history, String client, String command) {
        String[] words = command.split(":", -1);
        Object[] arguments = List.of(words).subList(1, words.length).toArray();
        var invocation = history.invoke(client, Call.of(words[0], arguments));
        for (int tries = 0; tries < 12; tries++) {
            String name = NAMES.get((tries + client.hashCode() % 3) % 3);
            try (var peer = new Peer(name, PATIENCE)) {
                String answer = peer.ask("command " + command);
                if (answer.startsWith("ok ")) {
                    String result = answer.substring(3);
                    history.ok(invocation, words[0].equals("cas") ? (Object) Boolean.valueOf(result) : result);
                    return true;
                }
                if (answer.equals("?")) {
                    history.unknown(invocation);
                    return false;
                }
            } catch (IOException e) {
                if (!(e instanceof ConnectException)) {
                    history.unknown(invocation);
                    return false;
                }
            }
            if (tries % 3 == 2) {
                Jevent.sleep(Duration.ofMillis(150));
            }
        }
        history.fail(invocation);
        return false;
    }

    private static Exploration explore(Flaw flaw, int schedules) {
        return Simulation.named("log." + flaw)
                .schedules(schedules)
                .shrinkingRuns(50)
                .faults(Faults.NETWORK, Faults.CRASHES, Faults.PAUSES)
                .explore(sim -> cluster(sim, flaw));
    }

    @ParameterizedTest
    @EnumSource(value = Flaw.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void eachMutantIsFoundWithinTwoThousandSchedules(Flaw flaw) {
        Exploration exploration = explore(flaw, 2000);
        assertThat(exploration.failure()).isPresent();
        assertThat(exploration.failure().orElseThrow().getCause()).isInstanceOf(AssertionError.class);
    }

    @Test
    void theLogWithoutAFlawPasses() {
        Exploration exploration = explore(Flaw.NONE, 300);
        assertThat(exploration.failure().map(Throwable::getMessage)).isEmpty();
    }
}
