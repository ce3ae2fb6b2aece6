// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.Greenlet;
import io.jevent.exceptions.PeerFailureException;
import io.jevent.hub.HubErrorHandler;
import io.jevent.hub.RawGreenlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records uncaught failures, and reports at the end of the test those that the test did not read. */
final class FailureLog implements HubErrorHandler {

    private static final int MAX_KEPT = 1000;

    private final Supplier<RawGreenlet> test;
    private final boolean peersMayFail;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(@Nullable Object context, Throwable failure) {

        boolean wasAskedFor() {
            return context instanceof Greenlet<?> greenlet && greenlet.isFailureSeen();
        }

        String described() {
            if (context instanceof RawGreenlet greenlet) {
                return greenlet.name() + ", spawned at " + greenlet.spawnedAt();
            }
            return context == null ? "the hub" : "a callback of the hub, " + context;
        }
    }

    /**
     * Throws a failure that concerns the whole program into the test, as a hub does.
     *
     * @param test the greenlet of the test
     * @param peersMayFail whether it is no failure of the test if a server loses a connection
     */
    FailureLog(Supplier<RawGreenlet> test, boolean peersMayFail) {
        this.test = test;
        this.peersMayFail = peersMayFail;
    }

    @Override
    public void handle(@Nullable Object context, Throwable failure) {
        if (peersMayFail && failure instanceof PeerFailureException) {
            return;
        }
        if (entries.size() < MAX_KEPT) {
            entries.add(new Entry(context, failure));
        }
        if (context == null || (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError))) {
            RawGreenlet victim = test.get();
            if (victim != context) {
                victim.interrupt(failure);
            }
        }
    }

    List<Throwable> take() {
        List<Throwable> taken = entries.stream().map(Entry::failure).toList();
        entries.clear();
        return taken;
    }

    /** Returns the unread failures as one error, with the first as its cause and the others suppressed. */
    Optional<AssertionError> unasked() {
        List<Entry> unseen = entries.stream().filter(e -> !e.wasAskedFor()).toList();
        if (unseen.isEmpty()) {
            return Optional.empty();
        }
        var text = new StringBuilder();
        text.append(unseen.size() == 1 ? "a failure that" : unseen.size() + " failures that");
        text.append(" nobody asked for; look at it (result(), exception(), takeFailures()) or allow it"
                + " (allowFailures):");
        for (Entry entry : unseen) {
            text.append("\n  ").append(entry.failure).append("\n      in ").append(entry.described());
        }
        var error = new AssertionError(text.toString(), unseen.getFirst().failure);
        unseen.stream().skip(1).forEach(e -> error.addSuppressed(e.failure));
        return Optional.of(error);
    }
}
