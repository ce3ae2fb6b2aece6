// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Asserts that code switches, or that it does not: between two switches no other greenlet of the hub runs.
 *
 * @gevent {@code gevent.util.assert_switches}
 * @since 0.1
 */
public final class SwitchAssert {

    private SwitchAssert() {}

    /**
     * Calls {@code body} and asserts that it switched at least once.
     *
     * @param <T> the type of its value
     * @param body the code
     * @return its value
     * @throws Exception what it throws
     * @throws AssertionError if it ran from start to end without a switch
     * @throws IllegalStateException if not called in a greenlet
     * @gevent {@code with assert_switches():}
     */
    public static <T extends @Nullable Object> T switches(Callable<T> body) throws Exception {
        Hub hub = hub();
        long before = hub.switches();
        T value = body.call();
        if (hub.switches() == before) {
            throw new AssertionError(CurrentGreenlet.get() + " was to give way to others, but did not switch");
        }
        return value;
    }

    /**
     * Calls {@code body} and asserts that it never switched, so that no other greenlet ran meanwhile.
     *
     * @param <T> the type of its value
     * @param body the code
     * @return its value
     * @throws Exception what it throws
     * @throws AssertionError if it switched
     * @throws IllegalStateException if not called in a greenlet
     */
    public static <T extends @Nullable Object> T neverSwitches(Callable<T> body) throws Exception {
        Hub hub = hub();
        long before = hub.switches();
        T value = body.call();
        long switches = hub.switches() - before;
        if (switches != 0) {
            throw new AssertionError(CurrentGreenlet.get() + " was not to give way, but others ran: the hub switched "
                    + switches + (switches == 1 ? " time" : " times"));
        }
        return value;
    }

    /**
     * As {@link #switches(Callable)}, for code without a value.
     *
     * @param body the code
     * @throws Exception what it throws
     */
    public static void switches(TestHub.Body body) throws Exception {
        Boolean _ = switches(valued(body));
    }

    /**
     * As {@link #neverSwitches(Callable)}, for code without a value.
     *
     * @param body the code
     * @throws Exception what it throws
     */
    public static void neverSwitches(TestHub.Body body) throws Exception {
        Boolean _ = neverSwitches(valued(body));
    }

    private static Callable<Boolean> valued(TestHub.Body body) {
        return () -> {
            body.run();
            return Boolean.TRUE;
        };
    }

    private static Hub hub() {
        RawGreenlet greenlet = CurrentGreenlet.get();
        if (greenlet == null || !Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("switches are asserted in a greenlet, but " + Thread.currentThread()
                    + " is none; run the test with TestHub.run(...) or @HubTest");
        }
        return greenlet.hub();
    }
}
