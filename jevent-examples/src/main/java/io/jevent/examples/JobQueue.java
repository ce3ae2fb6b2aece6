// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A queue delivers each job at least once: one whose worker crashes before it has confirmed the job is delivered again.
 * A worker that charges a customer and confirms afterwards charges twice if it crashes in between. The mended one notes
 * the number of the job together with the charge.
 */
public final class JobQueue {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private JobQueue() {}

    /** The broker, on a machine of its own, which does not crash. */
    private static final class Broker {
        private final ArrayDeque<Integer> ready = new ArrayDeque<>(List.of(1, 2, 3));
        private final Set<Integer> confirmed = new HashSet<>();
        private final Node node;

        Broker(Node node) {
            this.node = node;
        }

        Optional<Integer> take() {
            Integer job = ready.poll();
            if (job != null) {
                node.spawn(() -> returnLater(job)).setName("return of job " + job);
            }
            return Optional.ofNullable(job);
        }

        private boolean returnLater(int job) {
            Jevent.sleep(PATIENCE);
            return !confirmed.contains(job) && ready.add(job);
        }

        boolean isDone() {
            return confirmed.size() == 3;
        }
    }

    /** The accounts of the customers, which survive all crashes too. */
    private static final class Bank {
        private final TreeMap<Integer, Integer> charges = new TreeMap<>();

        void charge(int job) {
            charges.merge(job, 1, Integer::sum);
        }

        void chargeOnce(int job) {
            charges.putIfAbsent(job, 1);
        }
    }

    private static void work(Sim sim, Node node, Broker broker, Bank bank, boolean mended) {
        while (!broker.isDone()) {
            Optional<Integer> job = broker.take();
            if (job.isEmpty()) {
                Jevent.sleep(Duration.ofSeconds(1));
                continue;
            }
            sim.mark(node + " takes job " + job.get());
            Jevent.sleep(Duration.ofMillis(sim.choices().between("ms until the charge", 1, 100)));
            if (mended) {
                bank.chargeOnce(job.get());
            } else {
                bank.charge(job.get());
            }
            Jevent.sleep(Duration.ofMillis(sim.choices().between("ms until the confirmation", 1, 100)));
            broker.confirmed.add(job.get());
        }
    }

    private static void run(Sim sim, boolean mended) {
        var broker = new Broker(sim.node("broker", "10.0.1.1"));
        var bank = new Bank();
        sim.always(
                "no customer pays twice", () -> bank.charges.values().stream().allMatch(times -> times == 1));
        List<Node> workers = sim.nodes(2, "10.0.0.%d", (node, _) -> work(sim, node, broker, bank, mended));
        for (int i = 0; i < 3; i++) {
            Jevent.sleep(Duration.ofMillis(sim.choices().between("ms until trouble", 50, 400)));
            if (sim.choices().chance("crash", 0.5)) {
                workers.get(sim.choices().choose("worker", workers.size())).restart();
            }
        }
        sim.eventually("all jobs are done", Duration.ofMinutes(1), broker::isDone);
        if (!bank.charges.keySet().equals(Set.of(1, 2, 3))) {
            throw new AssertionError("a job is lost: " + bank.charges);
        }
    }

    /** Simulates the worker as it was written first, and as it was mended. */
    public static void main(String[] args) {
        var wrong = Simulation.named("jobs").explore(sim -> run(sim, false));
        System.out.println(wrong.failure().orElseThrow().getMessage());
        System.out.println();
        var mended = Simulation.named("mended").explore(sim -> run(sim, true));
        System.out.println("mended: " + (mended.failure().isEmpty() ? "passes" : "fails"));
    }
}
