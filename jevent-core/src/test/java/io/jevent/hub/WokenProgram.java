// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import io.jevent.threadpool.ThreadPool;
import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/**
 * A program that waits for an event which a thread of the JVM, or a daemon, sets later. A process of its own, since the
 * JVM keeps such threads.
 */
@Tag("realtime")
final class WokenProgram {

    /** How long a waker waits: the hub looks around first after 10 ms. */
    private static final long LATER_MILLIS = 150;

    private WokenProgram() {}

    /** The threads that may set the event. */
    enum Waker {
        PROCESS_REAPER,
        ASYNCHRONOUS_CHANNEL_GROUP,
        CLEANER,
        DELAYED_FUTURE,
        DAEMON_TIMER,
        POOL_OF_A_CLOSED_HUB,
        SIGNAL_HANDLER,
        /** None; the threads of the JVM that the others need have been started and are idle. */
        NOTHING;

        void arrange(Event event) throws Exception {
            switch (this) {
                case PROCESS_REAPER -> processExit(event);
                case ASYNCHRONOUS_CHANNEL_GROUP -> asynchronousChannel(event);
                case CLEANER -> cleaner(event);
                case DELAYED_FUTURE -> delayedFuture(event);
                case DAEMON_TIMER -> timer(event);
                case POOL_OF_A_CLOSED_HUB -> pool(event);
                case SIGNAL_HANDLER -> signal(event);
                case NOTHING -> nothing(event);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        var event = new Event();
        Waker.valueOf(args[0]).arrange(event);
        try {
            event.await();
            System.out.println("woken");
        } catch (LoopExit e) {
            System.out.println("stuck");
        }
        Runtime.getRuntime().halt(0);
    }

    private static void nothing(Event event) throws Exception {
        new ProcessBuilder("true").start().onExit().join();
        var _ = CompletableFuture.supplyAsync(event::isSet).join();
        var done = new CompletableFuture<Boolean>();
        done.completeOnTimeout(true, 1, TimeUnit.MILLISECONDS).join();
        try (var pool = new ThreadPool(1)) {
            pool.submit(event::isSet).join();
        }
    }

    private static void processExit(Event event) throws Exception {
        var process = new ProcessBuilder("sleep", "0." + LATER_MILLIS).start();
        var _ = process.onExit().thenRun(event::set);
    }

    private static void asynchronousChannel(Event event) throws Exception {
        var server = AsynchronousServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var address = (InetSocketAddress) server.getLocalAddress();
        server.accept(null, new CompletionHandler<AsynchronousSocketChannel, @Nullable Void>() {
            @Override
            public void completed(AsynchronousSocketChannel accepted, @Nullable Void attachment) {
                event.set();
            }

            @Override
            public void failed(Throwable t, @Nullable Void attachment) {
                event.set();
            }
        });
        // another process would do; this thread only waits, and for another reason than the hub's
        timerAfter(() -> {
            try (var _ = new Socket(address.getAddress(), address.getPort())) {
                // connecting is enough
            }
        });
    }

    private static void cleaner(Event event) throws Exception {
        Cleaner cleaner = Cleaner.create();
        register(cleaner, event);
        timerAfter(System::gc);
    }

    private static void register(Cleaner cleaner, Event event) {
        cleaner.register(new Object(), event::set);
    }

    private static void delayedFuture(Event event) {
        var _ = CompletableFuture.runAsync(
                event::set, CompletableFuture.delayedExecutor(LATER_MILLIS, TimeUnit.MILLISECONDS));
    }

    private static void timer(Event event) {
        timerAfter(event::set);
    }

    private static void pool(Event event) throws Exception {
        var pool = new ThreadPool(1);
        Thread submitter = Thread.ofPlatform().start(() -> {
            var _ = pool.submit(() -> {
                Thread.sleep(LATER_MILLIS);
                event.set();
                return true;
            });
        });
        submitter.join(); // its hub is closed
    }

    private static void signal(Event event) throws Exception {
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object handler = Proxy.newProxyInstance(
                OutsideThreadsTest.class.getClassLoader(), new Class<?>[] {handlerType}, (_, _, _) -> {
                    event.set();
                    return null;
                });
        var _ = type.getMethod("handle", type, handlerType)
                .invoke(null, type.getConstructor(String.class).newInstance("WINCH"), handler);
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "sleep 0." + LATER_MILLIS + "; kill -WINCH "
                                + ProcessHandle.current().pid())
                .start();
    }

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private static void timerAfter(Action action) {
        new Timer("daemon timer", true)
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                try {
                                    action.run();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                } finally {
                                    cancel();
                                }
                            }
                        },
                        LATER_MILLIS);
    }
}
