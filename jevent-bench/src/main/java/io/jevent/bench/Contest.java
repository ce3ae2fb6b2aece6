// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a row with everybody who takes part, in rounds that alternate: ours, the first peer, the second and so on, then
 * again from the start. A machine that slows down for a while thereby slows down everybody.
 */
final class Contest {

    /** Whose round takes longer than this runs it only once: its number is not the one that noise decides about. */
    private static final Duration LONG_ROUND = Duration.ofSeconds(20);

    private final Row row;
    private final Path scratch;

    Contest(Row row, Path scratch) {
        this.row = row;
        this.scratch = scratch;
    }

    /**
     * Runs the row.
     *
     * @param ours jevent
     * @param peers the peers that are present
     */
    RowResult run(Peer ours, List<Peer> peers) {
        var everybody = new ArrayList<Contestant>();
        var own = new Contestant(ours);
        everybody.add(own);
        for (var peer : peers) {
            var contestant = new Contestant(peer);
            if (contestant.takesPart()) {
                everybody.add(contestant);
            }
        }
        for (int fork = 0; fork < row.plan().forks(); fork++) {
            fork(everybody);
        }
        var samples = everybody.stream().skip(1).map(Contestant::samples).toList();
        return new RowResult(row, own.samples(), samples);
    }

    private void fork(List<Contestant> everybody) {
        try {
            everybody.forEach(Contestant::start);
            for (int round = 0; round < row.plan().rounds(); round++) {
                everybody.forEach(Contestant::round);
            }
        } finally {
            everybody.forEach(Contestant::stop);
        }
    }

    /** A peer with its numbers and, within a fork, its process. A failure takes it out of the row, not the others. */
    private final class Contestant {

        private final Samples samples;
        private Optional<Launch> launch = Optional.empty();
        private Optional<Worker> worker = Optional.empty();
        private boolean tired;

        Contestant(Peer peer) {
            this.samples = new Samples(peer.name());
            try {
                launch = peer.launch(row);
            } catch (IOException e) {
                samples.fail(String.valueOf(e.getMessage()));
            }
        }

        Samples samples() {
            return samples;
        }

        /** Returns whether the peer has a workload for the row, be it one that could not be prepared. */
        boolean takesPart() {
            return launch.isPresent() || samples.failed();
        }

        void start() {
            if (samples.failed() || tired || launch.isEmpty()) {
                return;
            }
            try {
                worker = Optional.of(Worker.start(launch.get(), scratch));
            } catch (IOException e) {
                samples.fail(String.valueOf(e.getMessage()));
            }
        }

        void round() {
            if (samples.failed() || tired || worker.isEmpty()) {
                return;
            }
            long begin = System.nanoTime();
            try {
                samples.add(worker.get().round());
                tired = System.nanoTime() - begin > LONG_ROUND.toNanos();
            } catch (IOException e) {
                samples.fail(String.valueOf(e.getMessage()));
            }
        }

        void stop() {
            worker.ifPresent(running -> {
                running.remark().ifPresent(samples::remark);
                running.close();
            });
            worker = Optional.empty();
        }
    }
}
