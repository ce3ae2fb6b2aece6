// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.contract.Scene.Trait;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One test of one call, on a hub of its own. The test is the root greenlet and makes the time pass as if it computed:
 * that works although the call blocks others.
 */
final class ContractCase {

    /** More turns than the hub takes before it looks after its timers. */
    private static final int ENOUGH_TURNS = 1100;

    private final BlockingCall call;
    private final VirtualTime time;
    private final Hub hub = Hub.current();
    private final Scene scene;
    private final int timersBefore;
    private final int waitersBefore;
    private Greenlet<?> latest = new Greenlet<>(() -> "nobody yet");

    /** The steps of a test. */
    @FunctionalInterface
    interface Steps {
        void run(ContractCase test, Scene scene) throws Exception;
    }

    private ContractCase(BlockingCall call, VirtualTime time) throws Exception {
        this.call = call;
        this.time = time;
        this.scene = call.scene(time);
        settle();
        timersBefore = Insides.timers(hub);
        waitersBefore = Insides.waiters(scene.subject());
    }

    /** Runs {@code steps} for {@code call}, and then checks that the object is as if nothing had been. */
    static void run(BlockingCall call, Steps steps) throws Exception {
        try (var testHub = call.hub()) {
            testHub.run(() -> {
                var test = new ContractCase(call, testHub.time());
                steps.run(test, test.scene);
                test.assertNothingIsLeft();
                test.assertHandOverWorks();
                test.scene.end();
                test.settle();
            });
        }
    }

    /** Makes a scene of {@code call} to be asked for its traits; its hub is closed when this returns. */
    static Scene sceneOf(BlockingCall call) throws Exception {
        try (var testHub = call.hub().allowLeaks()) {
            testHub.hub().setErrorStream(null); // the scene is left as it is
            return testHub.run(() -> call.scene(testHub.time()));
        }
    }

    Hub hub() {
        return hub;
    }

    /** Starts a greenlet that makes the call as {@code body} says, and lets it come to its wait. */
    <T extends @Nullable Object> Greenlet<T> waiting(Callable<T> body) {
        Greenlet<T> victim = starting(body);
        assertThat(isWaiting(victim))
                .as("%s waits; it %s", call, victim.activity())
                .isTrue();
        return victim;
    }

    <T extends @Nullable Object> Greenlet<T> starting(Callable<T> body) {
        var victim = new Greenlet<T>(body);
        victim.setName("victim");
        if (scene.has(Trait.PRINCIPAL_ONLY)) {
            HubAccess.to(Hub.class, RawGreenlet.class).setRoot(hub, victim);
        }
        victim.start();
        latest = victim;
        settle();
        return victim;
    }

    private static boolean isWaiting(RawGreenlet greenlet) {
        return greenlet.waitingOn() != null;
    }

    /** Calls {@code atWakeUp} at the moment when {@code victim} has been woken and does not run yet. */
    void whenWoken(RawGreenlet victim, Runnable atWakeUp) {
        hub.setTracer(new OnceWoken(victim, () -> {
            hub.setTracer(null);
            atWakeUp.run();
        }));
    }

    /** Lets everyone run who can, and what is due happen, often enough for anything that takes several turns. */
    void settle() {
        for (int i = 0; i < ENOUGH_TURNS; i++) {
            Jevent.sleep();
        }
    }

    /** Lets time pass. */
    void pass(Duration step) {
        time.compute(step);
        settle();
    }

    /** Ends the wait. */
    void wake() throws Exception {
        scene.wake();
        if (scene.has(Trait.PRINCIPAL_ONLY) || scene.has(Trait.OUTSIDE)) {
            latest.join(); // a greenlet that yields for ever prevents a dead end of the hub, and of other threads' hubs
        }
        settle();
    }

    private void assertNothingIsLeft() {
        assertThat(Insides.waiters(scene.subject()))
                .as("those who still wait in %s", scene.subject())
                .isLessThanOrEqualTo(waitersBefore);
        assertThat(Insides.timers(hub)).as("timers that are left").isLessThanOrEqualTo(timersBefore);
    }

    private void assertHandOverWorks() throws Exception {
        Greenlet<String> next = starting(() -> {
            scene.block();
            return "woken";
        });
        if (!next.isReady()) {
            wake();
        }
        assertThat(next.isReady())
                .as("a wait after this one ends; it %s", next.activity())
                .isTrue();
        assertThat(next.result()).isEqualTo("woken");
        assertNothingIsLeft();
    }
}
