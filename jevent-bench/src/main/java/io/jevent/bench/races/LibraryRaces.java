// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.races;

import static io.jevent.bench.races.Threads.bugIf;
import static io.jevent.bench.races.Threads.times;
import static io.jevent.bench.races.Threads.together;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Small programs with the bugs of real libraries of the benchmark JaConTeBe (Lin, Marinov, Zhong, Chen, Zhao, ASE
 * 2015), each written anew: the same locks, fields and calls, and nothing else.
 */
@SuppressWarnings({"NonAtomicVolatileUpdate", "WaitNotInLoop", "GuardedBy"})
final class LibraryRaces {

    static final List<Race> ALL = List.of(
            new Race(
                    "string_buffer",
                    "append reads the length and the content of its argument apart",
                    () -> new Buffers().run()),
            new Race("log_manager", "logger and manager lock each other (JDK-6487638)", () -> new LogManager().run()),
            new Race("dbcp_close", "a pool and its connection lock each other (DBCP-44)", () -> new Pooled().run()),
            new Race(
                    "dbcp_evict",
                    "an evictor closes a connection that was just borrowed (DBCP-65)",
                    () -> new Evicted().run()),
            new Race(
                    "pool_notify",
                    "a notification reaches the wrong kind of waiter (POOL-107)",
                    () -> new NotifyPool().run()),
            new Race(
                    "pool_count",
                    "the number of active objects is no volatile sum (POOL-46)",
                    () -> new CountedPool().run()),
            new Race(
                    "async_appender",
                    "the dispatcher ends before the last event (log4j 38137)",
                    () -> new Appender().run()),
            new Race("index_close", "a reader is closed between check and use (LUCENE-1544)", () -> new Index().run()),
            new Race(
                    "meta_registry",
                    "a registry publishes itself before it is filled (GROOVY-1890)",
                    () -> new Registry().run()),
            new Race("thread_ids", "two sessions get one number (DERBY-2861)", () -> new Sessions().run()));

    private LibraryRaces() {}

    private static void waitFor(Object monitor) {
        try {
            monitor.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As StringBuffer: each method is synchronized, and append calls two of another buffer. */
    private static final class Buffers {
        private static final class Buffer {
            private final char[] chars = new char[16];
            private int count;

            synchronized int length() {
                return count;
            }

            synchronized void clear() {
                count = 0;
            }

            synchronized char charAt(int index) {
                if (index >= count) {
                    throw new StringIndexOutOfBoundsException(index);
                }
                return chars[index];
            }

            synchronized void append(char c) {
                chars[count] = c;
                count++;
            }

            synchronized void append(Buffer other) {
                int length = other.length();
                for (int i = 0; i < length; i++) {
                    append(other.charAt(i));
                }
            }
        }

        void run() throws InterruptedException {
            var one = new Buffer();
            var other = new Buffer();
            other.append('a');
            together(() -> one.append(other), other::clear);
        }
    }

    private static final class LogManager {
        private final class Logger {
            private Object parent = this;

            synchronized void setParent(Object logger) {
                parent = logger;
                update();
            }

            synchronized void reset() {
                if (parent != this) {
                    parent = this;
                }
            }
        }

        private final Logger logger = new Logger();
        private int generation;

        private synchronized void update() {
            generation++;
        }

        private synchronized void resetAll() {
            logger.reset();
            bugIf(generation < 0);
        }

        void run() throws InterruptedException {
            together(() -> logger.setParent(this), this::resetAll);
        }
    }

    private static final class Pooled {
        private final class Connection {
            private boolean closed;

            synchronized void close() {
                if (!closed) {
                    closed = true;
                    giveBack(this);
                }
            }

            synchronized boolean isClosed() {
                return closed;
            }
        }

        private final Connection connection = new Connection();
        private final Deque<Connection> idle = new ArrayDeque<>();

        private synchronized void giveBack(Connection back) {
            idle.push(back);
        }

        private synchronized void evict() {
            if (connection.isClosed()) {
                idle.remove(connection);
            }
        }

        void run() throws InterruptedException {
            together(connection::close, this::evict);
        }
    }

    private static final class Evicted {
        private final Deque<int[]> idle = new ArrayDeque<>(List.of(new int[1]));

        private void evict() {
            int[] connection;
            synchronized (this) {
                connection = idle.peek();
            }
            if (connection != null) {
                connection[0] = 1;
                synchronized (this) {
                    idle.remove(connection);
                }
            }
        }

        private void borrow() {
            int[] connection;
            synchronized (this) {
                connection = idle.poll();
            }
            if (connection != null && connection[0] == 0) {
                use(connection);
            }
        }

        private static void use(int[] connection) {
            bugIf(connection[0] == 1);
        }

        void run() throws InterruptedException {
            together(this::evict, this::borrow);
        }
    }

    /** One place: waiters for room and waiters for an object share one monitor. */
    private static final class NotifyPool {
        private int objects;

        private synchronized void borrow() {
            while (objects == 0) {
                waitFor(this);
            }
            objects--;
            notify();
        }

        private synchronized void giveBack() {
            while (objects == 1) {
                waitFor(this);
            }
            objects++;
            notify();
        }

        void run() throws InterruptedException {
            together(this::giveBack, this::borrow, this::giveBack, this::borrow);
        }
    }

    private static final class CountedPool {
        private volatile int active;

        private void use() {
            active++;
            active--;
        }

        void run() throws InterruptedException {
            together(times(2, this::use));
            bugIf(active != 0);
        }
    }

    private static final class Appender {
        private final List<String> events = new ArrayList<>();
        private volatile boolean closed;
        private int appended;
        private int written;

        private void append() {
            synchronized (events) {
                if (!closed) {
                    appended++;
                    events.add("event");
                    events.notifyAll();
                }
            }
        }

        private void dispatch() {
            while (!closed) {
                synchronized (events) {
                    if (events.isEmpty() && !closed) {
                        waitFor(events);
                    }
                    written += events.size();
                    events.clear();
                }
            }
        }

        private void close() {
            closed = true;
            synchronized (events) {
                events.notifyAll();
            }
        }

        void run() throws InterruptedException {
            together(this::dispatch, this::append, this::close);
            bugIf(written != appended);
        }
    }

    private static final class Index {
        private volatile int[] pages = {1, 2, 3};
        private volatile boolean open = true;

        private void read() {
            if (open) {
                bugIf(pages.length == 0);
            }
        }

        private void close() {
            open = false;
            pages = new int[0];
        }

        void run() throws InterruptedException {
            together(this::read, this::close);
        }
    }

    private static final class Registry {
        private static final class Classes {
            private volatile int known;
        }

        private volatile Classes classes = new Classes();

        private void load() {
            var made = new Classes();
            classes = made;
            made.known = 5;
        }

        private void look() {
            Classes seen = classes;
            bugIf(seen.known != 5);
        }

        void run() throws InterruptedException {
            classes.known = 5;
            together(this::load, this::look);
        }
    }

    private static final class Sessions {
        private int last;
        private final List<Integer> given = new ArrayList<>();

        private void open() {
            int number = ++last;
            synchronized (given) {
                bugIf(given.contains(number));
                given.add(number);
            }
        }

        void run() throws InterruptedException {
            together(times(2, this::open));
        }
    }
}
