// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The handlers of a hub. They end with it: a signal must not go to a program that is over. */
final class HubSignals {

    private final Set<SignalHandle> handles = ConcurrentHashMap.newKeySet();

    private HubSignals(Attachments attachments) {
        attachments.onClose(() -> List.copyOf(handles).forEach(SignalHandle::cancel));
    }

    /** Returns those of the current thread's hub. */
    static HubSignals of(Hub hub) {
        Attachments attachments = Attachments.of(hub);
        return attachments.get(HubSignals.class, () -> new HubSignals(attachments));
    }

    void add(SignalHandle handle) {
        handles.add(handle);
    }

    /** Called by any thread. */
    void remove(SignalHandle handle) {
        handles.remove(handle);
    }
}
