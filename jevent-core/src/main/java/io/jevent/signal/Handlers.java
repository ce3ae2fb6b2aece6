// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.internal.carrier.OsSignals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The handlers of one signal. While there is one, the JVM's own handler is put aside, so that handlers may be cancelled
 * in any order.
 */
final class Handlers {

    private static final Map<String, Handlers> OF_SIGNALS = new HashMap<>();

    private final List<SignalHandle> handles = new ArrayList<>();
    private final Object before;

    private Handlers(String signal) {
        before = OsSignals.install(signal, number -> deliver(signal, number));
    }

    static void add(String signal, SignalHandle handle) {
        synchronized (OF_SIGNALS) {
            OF_SIGNALS.computeIfAbsent(signal, Handlers::new).handles.add(handle);
        }
    }

    static void remove(String signal, SignalHandle handle) {
        synchronized (OF_SIGNALS) {
            Handlers those = OF_SIGNALS.get(signal);
            if (those != null && those.handles.remove(handle) && those.handles.isEmpty()) {
                OF_SIGNALS.remove(signal);
                OsSignals.restore(signal, those.before);
            }
        }
    }

    /** On a thread of the JVM. */
    private static void deliver(String signal, int number) {
        for (SignalHandle handle : inForce(signal)) {
            handle.deliver(number);
        }
    }

    /**
     * Those set after the last that ends the program; if there are none, that one. In the order in which they were set.
     */
    private static List<SignalHandle> inForce(String signal) {
        synchronized (OF_SIGNALS) {
            Handlers those = OF_SIGNALS.get(signal);
            if (those == null) {
                return List.of(); // the last was cancelled just now
            }
            List<SignalHandle> all = those.handles;
            int first = all.size() - 1;
            while (first > 0
                    && !all.get(first).endsProgram()
                    && !all.get(first - 1).endsProgram()) {
                first--;
            }
            return List.copyOf(all.subList(first, all.size()));
        }
    }
}
