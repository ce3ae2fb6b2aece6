// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import io.jevent.Outcome;
import io.jevent.file.FileChange.Kind;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.Durations;
import io.jevent.hub.Linkable;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.internal.carrier.ServiceThread;
import io.jevent.select.Selectable;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * A thread waits for changes and queues them; "queue", "failure" and "closed" change under the mutex only. A change leaves the
 * queue in the greenlet that returns it, so a wait that is cut short loses none. While the queue is full, one OVERFLOW at its
 * end stands for all further changes.
 */
/**
 * Watches a file or a directory for changes. The operating system notifies of them (inotify); where it cannot, or on
 * request, a thread looks at the files again and again.
 *
 * <p>Changes are queued in the order in which they were noticed. One change of a program may be reported more than
 * once, for example a file that is created and written, and a new directory with what is in it already. At most
 * {@value #MOST_QUEUED} changes are queued; then a {@link FileChange.Kind#OVERFLOW} reports that some were lost.
 *
 * <p>Notifications come for a directory: a single file is watched in its directory, which must exist, so the file may
 * be replaced or be created later. If the watched directory is deleted, that is the last change. Symbolic links are not
 * followed, and directories below the path that the process may not read are left out. Changes that other machines make
 * in a network file system are seen by polling only.
 *
 * <p>Files change in real time. A hub with a virtual clock gives them a moment before its clock jumps to the next
 * deadline; in a test, wait without a limit. A hub on which a greenlet waits here is not taken for stuck.
 *
 * <p>A watcher has a daemon thread (and the JDK one more, for notifications) until it is closed.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code loop.stat(path, interval)}, which polls one file
 * @since 0.1
 */
public final class FileWatcher implements Selectable, WaitTarget, AutoCloseable {

    /** The largest number of changes that wait to be taken. */
    public static final int MOST_QUEUED = 10_000;

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    private final Path path;
    private final ChangeSource source;
    private final Mutex mutex = new Mutex();
    private final WaitList waiting = WaitList.perhapsWokenFromOutside(mutex);
    private final Linkable readable = new StreamReadiness(waiting, this::isReadable);
    private final ArrayDeque<FileChange> queue = new ArrayDeque<>();
    private volatile @Nullable IOException failure;
    private boolean closed;

    private FileWatcher(Path path, ChangeSource source) {
        this.path = path;
        this.source = source;
    }

    private record Opened(
            @Nullable ChangeSource source, @Nullable IOException failure) {}

    /**
     * Opens a watcher, step by step.
     *
     * <p><b>Confinement:</b> not shared.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final Path path;
        private boolean recursive;
        private @Nullable Duration interval;

        private Builder(Path path) {
            this.path = path;
        }

        /**
         * Watches all directories below the path too, also those that are created later.
         *
         * @return this
         */
        public Builder recursive() {
            recursive = true;
            return this;
        }

        /**
         * Looks at the files again and again, instead of being notified. The path need not exist yet.
         *
         * @param pause the time between two looks, by the real clock
         * @return this
         * @throws IllegalArgumentException if {@code pause} is not positive
         * @gevent the interval of {@code loop.stat}
         */
        public Builder polling(Duration pause) {
            if (Durations.nanos(pause, "pause") == 0) {
                throw new IllegalArgumentException("pause must be positive: " + pause);
            }
            interval = pause;
            return this;
        }

        /**
         * Begins to watch: changes from now on are noticed.
         *
         * @return the watcher
         * @throws java.nio.file.NoSuchFileException if there is neither the path nor its directory
         * @throws IOException if the path cannot be read or watched, for example because the user has no more inotify
         *     watches
         * @switches always
         */
        public FileWatcher open() throws IOException {
            CurrentGreenlet.refuseInClosedWorld("changes of files");
            Outcome<Opened> outcome = ThreadPool.ofHub().applyAsync(() -> {
                try {
                    return new Opened(source(), null);
                } catch (IOException e) {
                    return new Opened(null, e);
                }
            });
            try {
                outcome.join();
            } catch (Throwable t) {
                outcome.rawlink(() -> discard(outcome.value()));
                throw t;
            }
            Opened opened = outcome.result();
            if (opened.source == null) {
                throw opened.failure == null ? new IOException("not opened") : opened.failure;
            }
            var watcher = new FileWatcher(path, opened.source);
            new ServiceThread(watcher::watch, "jevent-watch").start();
            return watcher;
        }

        private ChangeSource source() throws IOException {
            if (interval == null) {
                try {
                    return new NotifiedSource(path, recursive);
                } catch (UnsupportedOperationException _) {
                    interval = DEFAULT_INTERVAL; // a file system without notifications
                }
            }
            return new PolledSource(path, recursive, Durations.nanos(interval, "pause"));
        }

        /** In a callback of the hub: lets a thread close a source that came too late. */
        private static void discard(@Nullable Opened opened) {
            ChangeSource late = opened == null ? null : opened.source;
            if (late != null) {
                var _ = ThreadPool.ofHub().applyAsync(() -> {
                    late.close();
                    return true;
                });
            }
        }
    }

    /**
     * Describes a watcher, to be changed and opened.
     *
     * @param path a file or a directory
     * @return the description
     */
    public static Builder builder(Path path) {
        return new Builder(path);
    }

    /**
     * Watches a file, or the entries of a directory.
     *
     * @param path the file or directory
     * @return the watcher
     * @throws java.nio.file.NoSuchFileException if there is neither the path nor its directory
     * @throws IOException if the path cannot be watched
     * @switches always
     */
    public static FileWatcher open(Path path) throws IOException {
        return builder(path).open();
    }

    private void watch() {
        while (true) {
            List<FileChange> changes = List.of();
            IOException problem = null;
            try {
                changes = source.await();
                if (source instanceof NotifiedSource notified && notified.isOver()) {
                    problem = new IOException("nothing is left to watch: " + path + " was deleted");
                }
            } catch (IOException e) {
                problem = e;
            } catch (RuntimeException e) { // of a file system
                problem = new IOException(path + " cannot be watched any more: " + e, e);
            }
            if (!accept(changes, problem)) {
                return;
            }
        }
    }

    /** Queues changes and wakes waiters; returns whether to go on. */
    private boolean accept(List<FileChange> changes, @Nullable IOException problem) {
        Waiter chain;
        mutex.lock();
        try {
            if (closed) {
                return false;
            }
            for (FileChange change : changes) {
                add(change);
            }
            failure = problem;
            chain = changes.isEmpty() && problem == null ? null : waiting.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
        return problem == null;
    }

    private void add(FileChange change) {
        if (queue.size() < MOST_QUEUED) {
            queue.add(change);
        } else if (queue.getLast().kind() != Kind.OVERFLOW) {
            queue.add(new FileChange(Kind.OVERFLOW, path));
        }
    }

    /**
     * Takes the next change, waiting for one if there is none. If the wait is cut short, no change is lost.
     *
     * @return the change
     * @throws IOException if this watcher is closed, also while this waits, or the path cannot be watched any more
     * @switches when it has to wait
     */
    public FileChange take() throws IOException {
        return take(Long.MAX_VALUE).orElseThrow();
    }

    /**
     * Takes the next change as {@link #take()} does, waiting at most for {@code limit}.
     *
     * @param limit the longest wait; zero only looks
     * @return the change; empty if the time passed first
     * @throws IOException as {@link #take()}
     * @throws IllegalArgumentException if {@code limit} is negative
     * @switches when it has to wait
     */
    public Optional<FileChange> take(Duration limit) throws IOException {
        return take(Durations.nanos(limit, "limit"));
    }

    private Optional<FileChange> take(long nanos) throws IOException {
        var deadline = new Deadline(nanos);
        while (true) {
            Waiter waiter = null;
            boolean over;
            long left = deadline.left();
            mutex.lock();
            try {
                FileChange change = queue.poll();
                if (change != null) {
                    return Optional.of(change);
                }
                over = closed || failure != null;
                if (!over) {
                    waiter = waiting.enter(left);
                }
            } finally {
                mutex.unlock();
            }
            if (over) {
                throw end();
            }
            if (WaitList.timedOut(WaitList.await(waiter, this, left))) {
                return Optional.empty();
            }
        }
    }

    private IOException end() {
        IOException cause = failure; // set once, before closed
        return cause == null ? new IOException(this + " is closed") : new IOException(cause.getMessage(), cause);
    }

    private boolean isReadable() {
        mutex.lock();
        try {
            return !queue.isEmpty() || closed || failure != null;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public boolean isOpen() {
        mutex.lock();
        try {
            return !closed;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Returns a view that is ready when {@link #take()} would not block.
     *
     * @return the view, always the same
     */
    @Override
    public Linkable readable() {
        return readable;
    }

    /**
     * Ends the watch. Waiting greenlets get an {@link IOException}; queued changes are dropped. Does nothing if that
     * was done before.
     *
     * @throws IOException if the operating system reports a failure
     * @switches never
     */
    @Override
    public void close() throws IOException {
        Waiter chain;
        mutex.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
            chain = waiting.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
        source.close();
    }

    @Override
    public String wokenBy() {
        return "a change of a file";
    }

    @Override
    public String toString() {
        return "watcher of " + path;
    }
}
