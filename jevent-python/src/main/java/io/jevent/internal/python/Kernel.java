// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.Linkable;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Timer;
import io.jevent.internal.settings.Setting;
import io.jevent.local.Local;
import io.jevent.signal.SignalHandle;
import io.jevent.signal.Signals;
import io.jevent.threadpool.ThreadPool;
import java.io.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Greenlets, timers and callbacks for the Python package. Times are seconds; a negative limit means no limit.
 *
 * <p>Its methods are public because engines find them by reflection.
 */
public final class Kernel {

    private final Border border;
    private final Engine engine;

    /** The Python objects of greenlets that no {@link PythonGreenlet} is. */
    private final Local<Object> peers = new Local<>("python greenlet");

    private final Map<RawGreenlet, Object> known = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<Hub, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger nextNumber = new AtomicInteger();

    /**
     * Creates the kernel of an engine.
     *
     * @param border converts exceptions
     */
    public Kernel(Border border) {
        this.border = border;
        this.engine = border.engine();
    }

    static Duration duration(double seconds) {
        return Duration.ofNanos((long) Math.min(seconds * 1e9, Long.MAX_VALUE / 2.0));
    }

    /** A limit of zero must still be one: the wait looks, and ends when the hub has looked at its input. */
    static Duration limit(double seconds) {
        return Duration.ofNanos(Math.max(1, (long) Math.min(seconds * 1e9, Long.MAX_VALUE / 2.0)));
    }

    public void sleep(double seconds, boolean keepAlive) {
        border.call(() -> {
            if (seconds <= 0) {
                Jevent.sleep();
            } else {
                Jevent.sleep(duration(seconds), keepAlive);
            }
            return null;
        });
    }

    public void idle() {
        border.call(() -> {
            Jevent.idle();
            return null;
        });
    }

    /** The name, which may be null, is for reports and traces. */
    @SuppressWarnings("FutureReturnValueIgnored") // Python starts it and waits for it
    public Object greenlet(Object main, Object peer, Object reporter, @Nullable String name) {
        Object heldMain = engine.hold(main);
        return border.call(() -> {
            var made = new PythonGreenlet(border, engine.hold(peer), engine.hold(reporter)) {
                @Override
                protected @Nullable Object main() {
                    return engine.call(heldMain);
                }
            };
            if (name != null) {
                made.setName(name);
            }
            return made;
        });
    }

    /** Starts a greenlet without an outcome; {@code body} handles its errors itself. */
    public RawGreenlet spawnRaw(Object body) {
        Object held = engine.hold(body);
        return border.call(() -> {
            var raw = new RawGreenlet(() -> engine.call(held));
            raw.start();
            return raw;
        });
    }

    public void start(Object greenlet) {
        border.call(() -> {
            ((RawGreenlet) greenlet).start();
            return null;
        });
    }

    public void startLater(Object greenlet, double seconds) {
        border.call(() -> {
            ((RawGreenlet) greenlet).startLater(duration(Math.max(seconds, 0)));
            return null;
        });
    }

    public boolean join(Object greenlet, double seconds) {
        return border.call(() -> {
            if (seconds < 0) {
                ((Greenlet<?>) greenlet).join();
                return true;
            }
            return ((Greenlet<?>) greenlet).join(limit(seconds));
        });
    }

    public boolean isReady(Object greenlet) {
        return ((Greenlet<?>) greenlet).isReady();
    }

    public boolean isStarted(Object greenlet) {
        return ((RawGreenlet) greenlet).isStarted();
    }

    public boolean isDead(Object greenlet) {
        return ((RawGreenlet) greenlet).isDead();
    }

    /** Returns the Python exception that ended a greenlet before its function began; null if it has none. */
    public @Nullable Object outcome(Object greenlet) {
        var g = (Greenlet<?>) greenlet;
        Throwable thrown = g.exit();
        if (thrown == null) {
            thrown = g.exception();
        }
        return thrown == null ? null : border.exception(thrown);
    }

    public void interrupt(Object greenlet, Object exception, boolean exit) {
        Object held = engine.hold(exception);
        border.call(() -> {
            ((RawGreenlet) greenlet).interrupt(exit ? new PythonExit(held) : new PythonSignal(held));
            return null;
        });
    }

    /** Returns the Python object of the current greenlet; null if it has none yet. */
    public @Nullable Object current() {
        @Nullable RawGreenlet current = CurrentGreenlet.get();
        if (current instanceof PythonGreenlet python) {
            return python.peer;
        }
        return current != null && peers.isSet() ? peers.get() : null;
    }

    public @Nullable RawGreenlet currentGreenlet() {
        return border.call(() -> CurrentGreenlet.require("gevent"));
    }

    /** Sets the Python object of the current greenlet, which Python did not make. */
    public void setCurrent(Object peer) {
        Object held = engine.hold(peer);
        peers.set(held);
        RawGreenlet current = CurrentGreenlet.get();
        if (current != null) {
            known.put(current, held);
        }
    }

    /** Returns the Python object of a greenlet; null if it has none. */
    public @Nullable Object peer(Object greenlet) {
        return greenlet instanceof PythonGreenlet python ? python.peer : known.get(greenlet);
    }

    public Link rawlink(Object linkable, Object function) {
        Object held = engine.hold(function);
        return border.call(() -> {
            Runnable body = border.asCallback(() -> engine.call(held));
            Link link = engine.runsOnCarrier() ? Link.calling(body) : Link.spawning(held, body, () -> true);
            ((Linkable) linkable).addLink(link);
            return link;
        });
    }

    /** Calls {@code function} in a greenlet of its own if {@code condition} returns true. */
    public Link link(Object greenlet, Object function, Object condition) {
        Object held = engine.hold(function);
        var target = (PythonGreenlet) greenlet;
        Object when = engine.hold(condition);
        return border.call(() -> {
            Link link = Link.spawning(held, () -> engine.call(held), () -> accepts(when, target));
            target.addLink(link);
            return link;
        });
    }

    /** The values are those of {@code Greenlet.link}, {@code link_value} and {@code link_exception}. */
    private static boolean accepts(Object when, Greenlet<?> target) {
        return switch (String.valueOf(when)) {
            case "value" -> target.isSuccessful() || target.exit() != null;
            case "exception" -> !target.isSuccessful() && target.exit() == null;
            default -> true;
        };
    }

    public boolean unlink(Object link) {
        return ((Link) link).unlink();
    }

    public void callback(Object function) {
        Object held = engine.hold(function);
        border.call(() -> {
            if (engine.runsOnCarrier()) {
                var _ = Hub.current().runCallback(() -> engine.call(held));
            } else {
                border.onHub(() -> engine.call(held)).run(); // queued where a callback would be
            }
            return null;
        });
    }

    /** For any thread: calls a function in a hub. */
    public void callbackOf(Object hub, Object function) {
        Object held = engine.hold(function);
        border.call(() -> ((Hub) hub).runCallback(border.onHub(() -> engine.call(held))));
    }

    public Timer timer(double seconds, Object function) {
        Object held = engine.hold(function);
        return border.call(
                () -> Hub.current().schedule(duration(Math.max(seconds, 0)), border.onHub(() -> engine.call(held))));
    }

    public Timer repeat(Object timer, double seconds) {
        return ((Timer) timer).every(duration(seconds));
    }

    /** Has a Python exception thrown into the current greenlet after a time. */
    public Timer timeout(double seconds, Object exception) {
        Object held = engine.hold(exception);
        return border.call(() -> {
            RawGreenlet victim = CurrentGreenlet.require("Timeout");
            var signal = new PythonSignal(held);
            return Hub.current().scheduleLate(duration(Math.max(seconds, 0)), () -> victim.interrupt(signal));
        });
    }

    public boolean hubJoin(double seconds) {
        return border.call(() -> {
            if (seconds < 0) {
                Hub.current().join();
                return true;
            }
            return Hub.current().join(limit(seconds));
        });
    }

    public Hub hub() {
        return border.call(Hub::current);
    }

    /** Whether the caller may block: false in a callback of the hub. */
    public boolean canWait() {
        return !CurrentGreenlet.isCallback() && !border.isCallback();
    }

    /** {@return a number that only this hub has} */
    public int number(Object hub) {
        return numbers.computeIfAbsent((Hub) hub, _ -> nextNumber.incrementAndGet());
    }

    public @Nullable Hub hubOrNull() {
        return Hub.ifCurrent();
    }

    /** Waits until {@code count} of the objects are ready or the time has passed; returns their places in the list. */
    public List<Integer> await(List<?> objects, int count, double seconds) {
        return border.call(() -> {
            List<Linkable> linkables = new ArrayList<>();
            IdentityHashMap<Linkable, Integer> places = new IdentityHashMap<>();
            for (Object object : objects) {
                places.putIfAbsent((Linkable) object, linkables.size());
                linkables.add((Linkable) object);
            }
            return awaitAll(linkables, count, seconds).stream().map(places::get).toList();
        });
    }

    static List<Linkable> awaitAll(List<Linkable> linkables, int count, double seconds) {
        return seconds < 0 ? Jevent.await(linkables, count) : Jevent.await(linkables, count, limit(seconds));
    }

    public SignalHandle onSignal(String name, Object function) {
        Object held = engine.hold(function);
        return border.call(() -> Signals.handle(name, border.onHub(() -> engine.call(held))));
    }

    /** Runs a function on a thread of the hub's pool, and returns its result. */
    public @Nullable Object inThread(Object pool, Object function) {
        Object held = engine.hold(function);
        return border.call(() -> ((ThreadPool) pool).apply(() -> engine.call(held)));
    }

    public ThreadPool threadPool(int size) {
        return border.call(() -> size <= 0 ? ThreadPool.ofHub() : new ThreadPool(size));
    }

    /** Changes how many threads a pool may have; one at least stays. */
    public void limitThreads(Object pool, int size) {
        border.call(() -> {
            ((ThreadPool) pool).setMaxThreads(Math.max(1, size));
            return null;
        });
    }

    /** Submits a function to a pool; {@code done} is called in the hub when it has ended. */
    public void submit(Object pool, Object function, Object done) {
        Object held = engine.hold(function);
        Object heldDone = engine.hold(done);
        border.call(() -> {
            var task = ((ThreadPool) pool).submit(() -> engine.call(held));
            var _ = task.rawlink(border.onHub(() -> engine.call(heldDone)));
            return null;
        });
    }

    public String report() {
        return Hub.current().report();
    }

    /** Called before the program runs. */
    public void prepared() {
        engine.prepared();
    }

    /** Whether hubs run in virtual time. */
    public boolean isVirtual() {
        return Setting.VIRTUAL_TIME.isOn();
    }

    /** Returns the clock of the hub in seconds; outside of hubs that of the system. */
    public double now() {
        @Nullable Hub hub = Hub.ifCurrent();
        return (hub == null ? System.nanoTime() : hub.now()) / 1e9;
    }

    /** Whether standard input and output are a terminal, as the JVM sees them. */
    @SuppressWarnings("SystemConsoleNull") // it is null where the JDK's console is that of java.base
    public boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
