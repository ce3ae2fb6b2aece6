// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.Jevent;
import io.jevent.select.Select;
import io.jevent.select.Selectable;
import io.jevent.select.Selected;
import io.jevent.socket.Descriptors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The numbers that Python takes for descriptors, and waiting for them. A number below {@link #FIRST} is a descriptor of
 * the operating system.
 *
 * <p>Its methods are public because engines find them by reflection.
 */
public final class Selection {

    private static final int FIRST = 1_000_000;

    private final Border border;
    private final Map<Integer, Selectable> byNumber = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger(FIRST);

    /**
     * Creates the selection of an engine.
     *
     * @param border converts exceptions
     */
    public Selection(Border border) {
        this.border = border;
    }

    public int register(Object selectable) {
        int number = next.getAndIncrement();
        byNumber.put(number, (Selectable) selectable);
        return number;
    }

    public void replace(int number, Object selectable) {
        byNumber.put(number, (Selectable) selectable);
    }

    public void unregister(int number) {
        byNumber.remove(number);
    }

    public boolean isKnown(int number) {
        return byNumber.containsKey(number);
    }

    /** Waits until a descriptor is ready; returns false if the time has passed. */
    public boolean await(int number, boolean write, double seconds) {
        Selectable selectable = byNumber.get(number);
        return border.call(() -> {
            if (selectable == null) {
                return awaitDescriptor(number, write, seconds);
            }
            if (seconds < 0) {
                if (write) {
                    Select.awaitWritable(selectable);
                } else {
                    Select.awaitReadable(selectable);
                }
                return true;
            }
            return write
                    ? Select.awaitWritable(selectable, Kernel.limit(seconds))
                    : Select.awaitReadable(selectable, Kernel.limit(seconds));
        });
    }

    private static boolean awaitDescriptor(int number, boolean write, double seconds) throws Exception {
        if (seconds < 0) {
            if (write) {
                Descriptors.awaitWritable(number);
            } else {
                Descriptors.awaitReadable(number);
            }
            return true;
        }
        return write
                ? Descriptors.awaitWritable(number, Kernel.limit(seconds))
                : Descriptors.awaitReadable(number, Kernel.limit(seconds));
    }

    /** Returns the numbers that are readable, and those that are writable. */
    public List<List<Integer>> select(List<?> read, List<?> write, double seconds) {
        List<Selectable> readers = selectables(read);
        List<Selectable> writers = selectables(write);
        return border.call(() -> {
            if (readers.isEmpty() && writers.isEmpty()) {
                if (seconds < 0) {
                    throw new IllegalArgumentException("select() without descriptors and without a limit never ends");
                }
                Jevent.sleep(Kernel.duration(seconds));
                return List.of(List.of(), List.of());
            }
            Selected<Selectable, Selectable> selected = seconds < 0
                    ? Select.select(readers, writers)
                    : Select.select(readers, writers, Kernel.limit(seconds));
            return List.of(numbers(selected.readable(), readers, read), numbers(selected.writable(), writers, write));
        });
    }

    private List<Selectable> selectables(List<?> numbers) {
        List<Selectable> found = new ArrayList<>();
        for (Object number : numbers) {
            Selectable selectable = byNumber.get(((Number) number).intValue());
            if (selectable == null) {
                throw new IllegalArgumentException("not a socket of gevent: descriptor " + number);
            }
            found.add(selectable);
        }
        return found;
    }

    private static List<Integer> numbers(List<Selectable> ready, List<Selectable> all, List<?> numbers) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (ready.contains(all.get(i))) {
                found.add(((Number) numbers.get(i)).intValue());
            }
        }
        return found;
    }
}
