// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import io.jevent.event.Event;
import io.jevent.hub.Linkable;

/** Something to read from and write to, whose state a test sets. */
final class FakePipe implements Selectable {

    final Event readable = new Event();
    final Event writable = new Event();
    private final String name;
    private boolean open = true;

    FakePipe(String name) {
        this.name = name;
    }

    @Override
    public Linkable readable() {
        return readable;
    }

    @Override
    public Linkable writable() {
        return writable;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
        readable.set();
        writable.set();
    }

    @Override
    public String toString() {
        return name;
    }
}
