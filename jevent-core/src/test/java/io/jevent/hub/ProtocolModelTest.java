// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The small protocols between a hub and other threads, as models of their atomic steps, explored exhaustively. Each has
 * a twin with a mistake, which the same exploration must find.
 */
class ProtocolModelTest {

    // ---- Messages: no message is missed by a hub that goes to sleep

    /** {@code sent} bits: the messages in the inbox; {@code taken}: how many the hub has taken. */
    private record Sleep(int hub, boolean announced, boolean awake, int inbox, int taken, int first, int second) {
        Sleep hub(int at) {
            return new Sleep(at, announced, awake, inbox, taken, first, second);
        }

        Sleep announced(boolean now) {
            return new Sleep(hub, now, awake, inbox, taken, first, second);
        }

        Sleep awake(boolean now) {
            return new Sleep(hub, announced, now, inbox, taken, first, second);
        }

        Sleep takeAll() {
            return new Sleep(hub, announced, awake, 0, taken + inbox, first, second);
        }

        Sleep sent() {
            return new Sleep(hub, announced, awake, inbox + 1, taken, first, second);
        }

        Sleep sender(boolean isFirst, int at) {
            return new Sleep(hub, announced, awake, inbox, taken, isFirst ? at : first, isFirst ? second : at);
        }
    }

    /** Takes messages; announces its sleep; looks; sleeps; and again. The careless one looks first. */
    private static Optional<Sleep> hubThatSleeps(Sleep s, boolean careless) {
        return switch (s.hub()) {
            case 0 -> Optional.of(s.takeAll().hub(1));
            case 1 ->
                careless
                        ? Optional.of(s.hub(s.inbox() == 0 ? 2 : 0))
                        : Optional.of(s.announced(true).awake(false).hub(2));
            case 2 ->
                careless
                        ? Optional.of(s.announced(true).awake(false).hub(3))
                        : Optional.of(
                                s.inbox() == 0 ? s.hub(3) : s.announced(false).hub(0));
            default -> s.awake() ? Optional.of(s.announced(false).hub(0)) : Optional.empty();
        };
    }

    /** Puts its message into the inbox; looks whether the hub sleeps; if it is the first to see that, wakes it. */
    private static Optional<Sleep> senderOfOne(Sleep s, boolean isFirst) {
        int at = isFirst ? s.first() : s.second();
        return switch (at) {
            case 0 -> Optional.of(s.sent().sender(isFirst, 1));
            case 1 -> Optional.of(s.announced() ? s.announced(false).sender(isFirst, 2) : s.sender(isFirst, 3));
            case 2 -> Optional.of(s.awake(true).sender(isFirst, 3));
            default -> Optional.empty();
        };
    }

    private static Explorer<Sleep> sleepers(boolean careless) {
        return new Explorer<Sleep>()
                .thread(s -> hubThatSleeps(s, careless))
                .thread(s -> senderOfOne(s, true))
                .thread(s -> senderOfOne(s, false));
    }

    @Test
    void aHubThatGoesToSleepMissesNoMessage() {
        var start = new Sleep(0, false, false, 0, 0, 0, 0);
        var model = sleepers(false);
        assertThat(model.counterexample(start, s -> true, s -> s.taken() == 2)).isNull();
        assertThat(model.states()).isGreaterThan(50);
        assertThat(sleepers(true).counterexample(start, s -> true, s -> s.taken() == 2))
                .as("a hub that looks before it announces its sleep")
                .isNotNull();
    }

    // ---- Inbox: a message is accepted and handled, or refused

    /** {@code tail}: how many nodes are in the queue; {@code seen1}: what the first sender has read; -1 is the seal. */
    private record Seal(
            int tail, boolean sealed, int handled, int accepted, int refused, int at1, int seen1, int at2, int seen2) {}

    private static final int SEAL = -1;

    private static Seal moved(Seal s, boolean first, int at, int seen) {
        return first
                ? new Seal(s.tail(), s.sealed(), s.handled(), s.accepted(), s.refused(), at, seen, s.at2(), s.seen2())
                : new Seal(s.tail(), s.sealed(), s.handled(), s.accepted(), s.refused(), s.at1(), s.seen1(), at, seen);
    }

    /** Reads the tail, and puts its node there by compare-and-set; the careless one by an unconditional exchange. */
    private static Optional<Seal> sender(Seal s, boolean first, boolean careless) {
        int at = first ? s.at1() : s.at2();
        int seen = first ? s.seen1() : s.seen2();
        return switch (at) {
            case 0 -> Optional.of(moved(s, first, 1, s.sealed() ? SEAL : s.tail()));
            case 1 -> {
                if (seen == SEAL) {
                    var done = moved(s, first, 2, 0);
                    yield Optional.of(new Seal(
                            done.tail(),
                            done.sealed(),
                            done.handled(),
                            done.accepted(),
                            done.refused() + 1,
                            done.at1(),
                            done.seen1(),
                            done.at2(),
                            done.seen2()));
                }
                boolean fits = !s.sealed() && seen == s.tail();
                if (!fits && !careless) {
                    yield Optional.of(moved(s, first, 0, 0));
                }
                var done = moved(s, first, 2, 0);
                yield Optional.of(new Seal(
                        done.tail() + 1,
                        done.sealed(),
                        done.handled(),
                        done.accepted() + 1,
                        done.refused(),
                        done.at1(),
                        done.seen1(),
                        done.at2(),
                        done.seen2()));
            }
            default -> Optional.empty();
        };
    }

    /** Handles what there is, and seals the queue if it is empty. */
    private static Optional<Seal> consumer(Seal s) {
        if (s.sealed()) {
            return Optional.empty();
        }
        return Optional.of(
                s.handled() < s.tail()
                        ? new Seal(
                                s.tail(),
                                false,
                                s.handled() + 1,
                                s.accepted(),
                                s.refused(),
                                s.at1(),
                                s.seen1(),
                                s.at2(),
                                s.seen2())
                        : new Seal(
                                s.tail(),
                                true,
                                s.handled(),
                                s.accepted(),
                                s.refused(),
                                s.at1(),
                                s.seen1(),
                                s.at2(),
                                s.seen2()));
    }

    private static Explorer<Seal> seals(boolean careless) {
        return new Explorer<Seal>()
                .thread(ProtocolModelTest::consumer)
                .thread(s -> sender(s, true, careless))
                .thread(s -> sender(s, false, careless));
    }

    @Test
    void aMessageToAHubThatEndsIsHandledOrRefused() {
        var start = new Seal(0, false, 0, 0, 0, 0, 0, 0, 0);
        var model = seals(false);
        assertThat(model.counterexample(
                        start, s -> true, s -> s.handled() == s.accepted() && s.accepted() + s.refused() == 2))
                .isNull();
        assertThat(model.states()).isGreaterThan(20);
        assertThat(seals(true).counterexample(start, s -> true, s -> s.handled() == s.accepted()))
                .as("senders that do not compare")
                .isNotNull();
    }

    // ---- HubEnd: what was handed to a greenlet of a hub that ends is not lost

    /** {@code holder}: 0 the other thread, 1 on its way, 2 the greenlet, 3 free again. */
    private record HandOver(int other, int hub, boolean listed, boolean message, boolean dead, int holder) {
        HandOver other(int at) {
            return new HandOver(at, hub, listed, message, dead, holder);
        }

        HandOver hub(int at) {
            return new HandOver(other, at, listed, message, dead, holder);
        }

        HandOver listed(boolean now) {
            return new HandOver(other, hub, now, message, dead, holder);
        }

        HandOver message(boolean now) {
            return new HandOver(other, hub, listed, now, dead, holder);
        }

        HandOver dies() {
            return new HandOver(other, hub, listed, message, true, holder);
        }

        HandOver holder(int who) {
            return new HandOver(other, hub, listed, message, dead, who);
        }
    }

    /** Releases the permit: under the mutex it hands it to the waiter in the list, if there is one; then it sends. */
    private static Optional<HandOver> releaser(HandOver s) {
        return switch (s.other()) {
            case 0 ->
                Optional.of(
                        s.listed()
                                ? s.listed(false).holder(1).other(1)
                                : s.holder(3).other(2));
            case 1 -> Optional.of(s.message(true).other(2));
            default -> Optional.empty();
        };
    }

    /**
     * Kills the waiter: takes it out of its list, or, if another thread has done that, waits for the message; the
     * greenlet then has the permit and gives it back. The careless hub abandons the greenlet if there is no message
     * yet.
     */
    private static Optional<HandOver> closer(HandOver s, boolean careless) {
        return switch (s.hub()) {
            case 0 -> Optional.of(s.listed() ? s.listed(false).dies().hub(2) : s.hub(1));
            case 1 -> {
                if (s.message()) {
                    yield Optional.of(s.message(false).holder(3).dies().hub(2));
                }
                yield careless ? Optional.of(s.dies().hub(2)) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Explorer<HandOver> handOvers(boolean careless) {
        Function<HandOver, Optional<HandOver>> hub = s -> closer(s, careless);
        return new Explorer<HandOver>().thread(hub).thread(ProtocolModelTest::releaser);
    }

    @Test
    void whatIsHandedToAGreenletOfAHubThatEndsIsGivenBack() {
        var start = new HandOver(0, 0, true, false, false, 0);
        assertThat(handOvers(false).counterexample(start, s -> true, s -> s.dead() && s.holder() == 3))
                .isNull();
        assertThat(handOvers(true).counterexample(start, s -> true, s -> s.dead() && s.holder() == 3))
                .as("a hub that abandons a greenlet whose wake-up is on its way")
                .isNotNull();
    }

    // ---- ThreadPool: a hub whose work is done is not taken for stuck

    /** {@code verdict}: 0 none, 1 woken, 2 stuck. */
    private record Settle(int worker, int count, boolean message, int hub, int verdict) {}

    /** Sends the outcome and then releases the hub; the careless worker does it the other way round. */
    private static Optional<Settle> worker(Settle s, boolean careless) {
        boolean sends = careless ? s.worker() == 1 : s.worker() == 0;
        return s.worker() == 2
                ? Optional.empty()
                : Optional.of(new Settle(
                        s.worker() + 1, sends ? s.count() : s.count() - 1, s.message() || sends, s.hub(), s.verdict()));
    }

    /** Reads the count, and, if nothing is expected, looks into its inbox once more; then it is stuck. */
    private static Optional<Settle> waitingHub(Settle s) {
        if (s.verdict() != 0) {
            return Optional.empty();
        }
        if (s.message()) {
            return Optional.of(new Settle(s.worker(), s.count(), false, s.hub(), 1));
        }
        return switch (s.hub()) {
            case 0 ->
                s.count() > 0 ? Optional.empty() : Optional.of(new Settle(s.worker(), s.count(), s.message(), 1, 0));
            default -> Optional.of(new Settle(s.worker(), s.count(), s.message(), 1, 2));
        };
    }

    @Test
    void aHubHasTheOutcomeOfItsWorkBeforeItMayFindItselfStuck() {
        var start = new Settle(0, 1, false, 0, 0);
        for (boolean careless : new boolean[] {false, true}) {
            var found = new Explorer<Settle>()
                    .thread(s -> worker(s, careless))
                    .thread(ProtocolModelTest::waitingHub)
                    .counterexample(start, s -> s.verdict() != 2, s -> s.verdict() == 1);
            assertThat(found == null).as("careless: %s, %s", careless, found).isEqualTo(!careless);
        }
    }
}
