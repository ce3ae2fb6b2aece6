// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.Loop;

/** Runs the body of a test in the root greenlet of a new hub, with a context that ends with the hub. */
final class OnHub {

    private OnHub() {}

    /** The body of a test. */
    @FunctionalInterface
    interface Body {
        void with(ZmqContext context) throws Exception;
    }

    static void run(Body body) throws Exception {
        run(Hub.current(), body);
    }

    static void run(Loop loop, Body body) throws Exception {
        run(Hub.open(loop), body);
    }

    private static void run(Hub hub, Body body) throws Exception {
        try (hub) {
            Jevent.run(() -> {
                try (var context = new ZmqContext()) {
                    body.with(context);
                }
                return null;
            });
        }
    }
}
