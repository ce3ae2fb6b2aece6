// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Attachments;
import io.jevent.hub.Deadline;
import io.jevent.hub.Hub;
import io.jevent.hub.Loop;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.lock.Semaphore;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One start of a server, until the last of its handlers has ended. Thread-safe after its creation. */
final class ServerGeneration {

    /** The longest time that killed handlers may take to end, in nanoseconds. */
    private static final long KILL_GRACE = Duration.ofSeconds(1).toNanos();

    /** Set when all workers have stopped accepting. */
    final Event closing = new Event();

    /** The hub that started the server. */
    final Hub home = Hub.current();

    private final BaseServer server;
    private final ServerOptions options;
    private final List<HubWorker> workers = new ArrayList<>();
    private final List<HubWorkerThread> threads = new ArrayList<>();
    private final AtomicInteger accepting = new AtomicInteger();

    /** The permits that the hubs of a server with a limit share; null for one hub or no limit. */
    private final @Nullable Semaphore permits;

    private ServerGeneration(BaseServer server, ServerOptions options) {
        this.server = server;
        this.options = options;
        permits = options.hubs > 1 && options.limit < Integer.MAX_VALUE ? new Semaphore(options.limit) : null;
    }

    /** Starts to serve, on the current hub or on its own threads. */
    static ServerGeneration start(BaseServer server, ServerOptions options, SocketAddress at) throws IOException {
        var generation = new ServerGeneration(server, options);
        if (options.hubs == 0) {
            generation.accepting.set(1);
            var worker = new HubWorker(
                    server, options, new ListenSpec(at, options.backlog, false), null, generation::workerClosed);
            generation.workers.add(worker);
            worker.begin();
            return generation;
        }
        Generations.here().add(generation);
        generation.accepting.set(options.hubs);
        try {
            generation.startThreads(at);
            return generation;
        } catch (Throwable t) {
            generation.interrupt();
            throw t;
        }
    }

    private void startThreads(SocketAddress at) throws IOException {
        Supplier<Loop> loops = NettyLoop.current().loopFactory();
        if (!options.singleAcceptor && (server.isListenerShared() || !(at instanceof UnixDomainSocketAddress))) {
            try {
                startThread(loops, new ListenSpec(at, options.backlog, true));
            } catch (UnsupportedOperationException e) {
                threads.clear();
            }
        }
        AcceptQueue acceptQueue = null;
        if (threads.isEmpty()) {
            acceptQueue = new AcceptQueue(options.hubs, new AcceptLoop(server, options));
            startThread(loops, ListenSpec.queued(at, options.backlog, acceptQueue, true));
        }
        SocketAddress true_ = address();
        while (threads.size() < options.hubs) {
            startThread(
                    loops,
                    acceptQueue == null
                            ? new ListenSpec(true_, options.backlog, true)
                            : ListenSpec.queued(true_, options.backlog, acceptQueue, false));
        }
    }

    private void startThread(Supplier<Loop> loops, ListenSpec spec) {
        String name = server.getClass().getSimpleName() + " hub " + threads.size();
        HubWorkerThread thread = HubWorkerThread.start(
                name, loops, () -> new HubWorker(server, options, spec, permits, this::workerClosed));
        threads.add(thread);
        workers.add(thread.worker());
    }

    private void workerClosed() {
        if (accepting.decrementAndGet() == 0) {
            closing.set();
        }
    }

    SocketAddress address() {
        return workers.getFirst().address();
    }

    int busy() {
        return workers.stream().mapToInt(HubWorker::busy).sum();
    }

    boolean isOver() {
        return workers.stream().allMatch(worker -> worker.over.isSet());
    }

    void stopAccepting() {
        for (HubWorker worker : workers) {
            worker.onHub(worker::stopAccepting);
        }
    }

    /** Stops accepting, waits for the handlers, and kills those that are still running at the timeout. */
    StopResult stop(long nanos) {
        RawGreenlet stopping = Jevent.current();
        for (HubWorker worker : workers) {
            worker.onHub(() -> worker.drain(stopping));
        }
        if (!await(workers.stream().map(worker -> worker.idle).toList(), nanos)) {
            kill();
        }
        if (isOver()) {
            await(threads.stream().map(thread -> thread.ended).toList(), KILL_GRACE);
        }
        return workers.stream().map(HubWorker::counts).reduce(StopResult.NOTHING, StopResult::plus);
    }

    private void kill() {
        for (HubWorker worker : workers) {
            worker.onHub(worker::kill);
        }
        if (!await(workers.stream().map(worker -> worker.idle).toList(), KILL_GRACE)) {
            for (HubWorker worker : workers) {
                worker.onHub(worker::abandon);
            }
            interrupt();
        }
    }

    /**
     * Waits for events of the workers; returns false at the timeout. Retains the hub while workers run on other hubs,
     * because it cannot see that they will set the events, and would report a deadlock.
     */
    boolean await(List<Event> events, long nanos) {
        if (workers.stream().allMatch(HubWorker::isHere)) {
            return awaitAll(events, nanos);
        }
        Hub hub = Hub.current();
        hub.retain();
        try {
            return awaitAll(events, nanos);
        } finally {
            hub.release();
        }
    }

    private static boolean awaitAll(List<Event> events, long nanos) {
        var deadline = new Deadline(nanos);
        for (Event event : events) {
            long left = deadline.left();
            if (left == Long.MAX_VALUE) {
                event.await();
            } else if (!event.await(Duration.ofNanos(left))) {
                return false;
            }
        }
        return true;
    }

    /** Ends the threads of this generation. */
    private void interrupt() {
        threads.forEach(HubWorkerThread::interrupt);
    }

    /** The generations with their own threads that were started on one hub. They end with that hub. */
    private static final class Generations {

        private final Set<ServerGeneration> generations = new HashSet<>();

        static Generations here() {
            Attachments attachments = Attachments.of(Hub.current());
            return attachments.get(Generations.class, () -> {
                var made = new Generations();
                attachments.onClose(made::end);
                return made;
            });
        }

        void add(ServerGeneration generation) {
            generations.removeIf(ServerGeneration::isOver);
            generations.add(generation);
        }

        private void end() {
            generations.forEach(ServerGeneration::interrupt);
        }
    }
}
