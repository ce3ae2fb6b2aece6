// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim.raft;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.lock.Condition;
import io.jevent.lock.RLock;
import io.jevent.server.StreamServer;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.socket.StreamSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A replica of a register. All of its state belongs to its lock, which is not held while it waits for others. */
final class Replica {

    static final Duration HEARTBEAT = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofMillis(15);
    private static final Duration COMMIT = Duration.ofMillis(500);

    private final Sim sim;
    private final Node node;
    private final List<String> others;
    private final Flaw flaw;
    private final Election election;
    private final Storage storage;
    private final RLock lock = new RLock();
    private final Condition changed = lock.newCondition();
    private final Event heard = new Event();
    private final Map<String, Integer> stored = new TreeMap<>();
    private final Map<Integer, String> results = new TreeMap<>();
    private boolean leads;
    private int committed;
    private int applied;
    private String value = "0";

    Replica(Sim sim, Node node, List<String> others, Flaw flaw, Election election) throws IOException {
        this.sim = sim;
        this.node = node;
        this.others = others;
        this.flaw = flaw;
        this.election = election;
        this.storage = new Storage(node.disk(), flaw);
    }

    void run() throws IOException {
        new StreamServer("0.0.0.0:7000", this::serve).start();
        while (true) {
            heard.clear();
            long shortest = 200 + 100L * (node.name().charAt(0) - 'a');
            long patience = sim.choices().between(node.name() + "'s patience", shortest, 600);
            if (!heard.await(Duration.ofMillis(patience)) && !leads) {
                campaign();
            }
        }
    }

    private void serve(StreamSocket socket) throws IOException {
        try (socket;
                var lines = new BufferedReader(new InputStreamReader(socket.inputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                String[] words = line.split(" ", -1);
                String answer = switch (words[0]) {
                    case "vote" -> vote(words);
                    case "append" -> append(words);
                    default -> command(words[1]);
                };
                socket.sendAll((answer + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** A newer term makes a follower of everyone. */
    private void follow(long term) throws IOException {
        if (term > storage.term()) {
            storage.setTerm(term, "-");
            leads = false;
            changed.signalAll();
        }
    }

    private static boolean isBehind(List<Entry> log, long lastTerm, int size) {
        long own = log.isEmpty() ? 0 : log.getLast().term();
        return lastTerm < own || (lastTerm == own && size < log.size());
    }

    private String vote(String[] words) throws IOException {
        try (var _ = lock.hold()) {
            long term = Long.parseLong(words[1]);
            follow(term);
            String candidate = words[2];
            boolean free = storage.vote().equals("-") || storage.vote().equals(candidate) || flaw == Flaw.VOTES_TWICE;
            boolean behind = flaw != Flaw.OLD_LOG_LEADS
                    && isBehind(storage.log(), Long.parseLong(words[3]), Integer.parseInt(words[4]));
            boolean granted = term == storage.term() && free && !behind && !leads;
            if (granted) {
                storage.setTerm(term, candidate);
                heard.set();
            }
            return storage.term() + " " + granted;
        }
    }

    private void campaign() throws IOException {
        String request;
        long term;
        try (var _ = lock.hold()) {
            storage.setTerm(storage.term() + 1, node.name());
            term = storage.term();
            List<Entry> log = storage.log();
            request = "vote " + term + " " + node.name() + " "
                    + (log.isEmpty() ? 0 : log.getLast().term()) + " " + log.size();
        }
        int[] votes = {1};
        for (String other : others) {
            var asking = Jevent.spawn(() -> {
                collect(term, other, request, votes);
                return true;
            });
            asking.setName(node.name() + " asks " + other + " for its vote");
        }
    }

    private boolean isCandidate(long term) {
        return storage.term() == term && !leads;
    }

    /** Asks another replica for its vote until it answers or the term is over. */
    private void collect(long term, String other, String request, int[] votes) throws IOException {
        try (var peer = new Peer(other, ANSWER)) {
            while (isCandidate(term)) {
                try {
                    boolean granted = granted(peer.ask(request));
                    try (var _ = lock.hold()) {
                        votes[0] += granted ? 1 : 0;
                        if (granted && isCandidate(term) && votes[0] > (others.size() + 1) / 2) {
                            lead(term);
                        }
                    }
                    return;
                } catch (IOException e) {
                    Jevent.sleep(RETRY);
                }
            }
        }
    }

    private boolean granted(String answer) throws IOException {
        String[] words = answer.split(" ", -1);
        try (var _ = lock.hold()) {
            follow(Long.parseLong(words[0]));
        }
        return Boolean.parseBoolean(words[1]);
    }

    private void lead(long term) throws IOException {
        election.won(term, node.name());
        leads = true;
        stored.clear();
        storage.put(storage.log().size(), new Entry(term, "nothing"));
        for (String other : others) {
            var greenlet = Jevent.spawn(() -> replicate(term, other));
            greenlet.setName(node.name() + " replicates to " + other);
        }
        commit();
    }

    private void replicate(long term, String other) {
        int next = storage.log().size();
        try (var peer = new Peer(other, ANSWER)) {
            while (true) {
                String request;
                int sent;
                try (var _ = lock.hold()) {
                    if (!leads || storage.term() != term) {
                        return;
                    }
                    List<Entry> log = storage.log();
                    var text = new StringBuilder("append " + term + " " + node.name() + " " + next + " "
                            + (next == 0 ? 0 : log.get(next - 1).term()) + " " + committed);
                    log.subList(next, log.size())
                            .forEach(entry -> text.append(' ').append(entry));
                    request = text.toString();
                    sent = log.size();
                }
                try {
                    next = answered(other, peer.ask(request), sent, next);
                } catch (IOException e) {
                    // it is asked again
                }
                try (var _ = lock.hold()) {
                    if (storage.log().size() == sent || next < sent) {
                        changed.await(HEARTBEAT);
                    }
                }
            }
        }
    }

    private int answered(String other, String answer, int sent, int next) throws IOException {
        String[] words = answer.split(" ", -1);
        try (var _ = lock.hold()) {
            follow(Long.parseLong(words[0]));
            if (!leads) {
                return next;
            }
            if (!Boolean.parseBoolean(words[1])) {
                return Math.max(0, next - 1);
            }
            stored.merge(other, sent, Math::max);
            commit();
            return sent;
        }
    }

    /** Commits what a majority has, if the last of it is of the own term (section 5.4.2 of the paper). */
    private void commit() throws IOException {
        List<Entry> log = storage.log();
        for (int size = log.size(); size > committed; size--) {
            int wanted = size;
            long count =
                    1 + stored.values().stream().filter(has -> has >= wanted).count();
            boolean enough = flaw == Flaw.COMMITS_ALONE || count > (others.size() + 1) / 2;
            if (enough && log.get(size - 1).term() == storage.term()) {
                committed = size;
            }
        }
        apply();
    }

    private void apply() {
        List<Entry> log = storage.log();
        while (applied < Math.min(committed, log.size())) {
            results.put(applied, applyOne(log.get(applied).command()));
            applied++;
        }
        changed.signalAll();
    }

    private String applyOne(String command) {
        String[] words = command.split(":", -1);
        switch (words[0]) {
            case "write" -> value = words[1];
            case "cas" -> {
                if (!value.equals(words[1])) {
                    return "false";
                }
                value = words[2];
                return "true";
            }
            default -> {
                // a read, or the first entry of a leader
            }
        }
        return value;
    }

    private String append(String[] words) throws IOException {
        try (var _ = lock.hold()) {
            long term = Long.parseLong(words[1]);
            follow(term);
            if (term < storage.term() && flaw != Flaw.ACCEPTS_OLD_TERM) {
                return storage.term() + " false";
            }
            heard.set();
            leads = false;
            int previous = Integer.parseInt(words[3]);
            List<Entry> log = storage.log();
            boolean fits = previous == 0
                    || (previous <= log.size() && log.get(previous - 1).term() == Long.parseLong(words[4]));
            if (!fits && (flaw != Flaw.NO_PREVIOUS_CHECK || previous > log.size())) {
                return storage.term() + " false";
            }
            int index = previous;
            for (int i = 6; i < words.length; i++) {
                Entry entry = Entry.parse(words[i]);
                boolean conflicts = index < log.size() && !log.get(index).equals(entry);
                if (index >= log.size() || (conflicts && flaw != Flaw.KEEPS_CONFLICTS)) {
                    storage.put(index, entry);
                }
                index++;
            }
            committed = Math.max(committed, Math.min(Integer.parseInt(words[5]), index));
            apply();
            return storage.term() + " true";
        }
    }

    /**
     * Carries out a request of a client: {@code no} if it certainly has not happened, {@code ?} if that is not known.
     */
    private String command(String command) throws IOException {
        try (var _ = lock.hold()) {
            if (!leads) {
                return "no";
            }
            if (command.equals("read") && flaw == Flaw.STALE_READ) {
                return "ok " + value;
            }
            long term = storage.term();
            int index = storage.log().size();
            storage.put(index, new Entry(term, command));
            commit();
            Duration end = sim.time().now().plus(COMMIT);
            while (applied <= index
                    && leads
                    && storage.term() == term
                    && sim.time().now().compareTo(end) < 0) {
                changed.await(end.minus(sim.time().now()));
            }
            boolean happened = applied > index
                    && index < storage.log().size()
                    && storage.log().get(index).term() == term;
            if (happened) {
                return "ok " + results.get(index);
            }
            return flaw == Flaw.TIMEOUT_IS_FAILURE ? "no" : "?";
        }
    }
}
