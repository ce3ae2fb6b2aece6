// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.internal.carrier.OsSignals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The handlers of one signal. While there is one, the JVM's own handler is put aside, so that handlers may be cancelled
 * in any order.
 */
final class Handlers {

    /** Changed under its lock, read without one: a signal must reach a program that is stuck. */
    private static final Map<String, Handlers> OF_SIGNALS = new ConcurrentHashMap<>();

    private final Object before;
    private volatile List<SignalHandle> handles = List.of();

    private Handlers(String signal) {
        before = OsSignals.install(signal, number -> deliver(signal, number));
    }

    static void add(String signal, SignalHandle handle) {
        synchronized (OF_SIGNALS) {
            Handlers those = OF_SIGNALS.get(signal);
            if (those == null) {
                those = new Handlers(signal);
                OF_SIGNALS.put(signal, those);
            }
            var more = new ArrayList<>(those.handles);
            more.add(handle);
            those.handles = List.copyOf(more);
        }
    }

    static void remove(String signal, SignalHandle handle) {
        synchronized (OF_SIGNALS) {
            Handlers those = OF_SIGNALS.get(signal);
            if (those != null && those.handles.contains(handle)) {
                those.handles = those.handles.stream().filter(h -> h != handle).toList();
                if (those.handles.isEmpty()) {
                    OF_SIGNALS.remove(signal);
                    if (ShutdownGuard.handlesNext(signal)) {
                        var _ = OsSignals.install(signal, ShutdownGuard::handleNext);
                    } else {
                        OsSignals.restore(signal, those.before);
                    }
                }
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
        Handlers those = OF_SIGNALS.get(signal);
        List<SignalHandle> all = those == null ? List.of() : those.handles;
        int first = Math.max(0, all.size() - 1);
        while (first > 0 && !all.get(first).endsProgram() && !all.get(first - 1).endsProgram()) {
            first--;
        }
        return all.subList(first, all.size());
    }
}
