// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.queue.SimpleQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A node on a thread and a hub of its own. */
final class TestNode implements AutoCloseable {

    /** A task of a node. */
    @FunctionalInterface
    interface Job<T> {
        T run(Cluster cluster) throws Exception;
    }

    private final SimpleQueue<Job<?>> jobs = new SimpleQueue<>();
    private final CompletableFuture<Cluster> started = new CompletableFuture<>();
    private final Thread thread;

    private TestNode(ClusterOptions options) {
        thread = Thread.ofPlatform().start(() -> {
            try {
                Jevent.run(() -> {
                    serve(options);
                    return null;
                });
            } catch (Throwable e) {
                started.completeExceptionally(e);
            }
        });
    }

    private void serve(ClusterOptions options) throws Exception {
        Hub.current().setErrorStream(null);
        try (Cluster cluster = Cluster.start(options)) {
            started.complete(cluster);
            for (Job<?> job : jobs) {
                job.run(cluster);
            }
        }
    }

    /** Starts a node; returns when it is a member. */
    static TestNode start(ClusterOptions options) throws Exception {
        var node = new TestNode(options);
        try {
            node.started.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
        return node;
    }

    /** Runs something in a greenlet of the node. */
    <T> T call(Job<T> job) throws Exception {
        var result = new CompletableFuture<T>();
        jobs.put(cluster -> {
            try {
                result.complete(job.run(cluster));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
            return null;
        });
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        }
    }

    Cluster cluster() {
        return started.join();
    }

    /** Leaves; returns when the node's thread has ended. */
    @Override
    public void close() {
        jobs.shutdown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
