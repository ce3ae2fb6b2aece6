// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Loom's API for schedulers, as far as it can be tried on a JDK that lacks it: by classes of the same shape. */
class SchedulerApiTest {

    /** As {@code java.lang.Thread} in Loom's repository. */
    public static final class LoomThread {

        private LoomThread() {}

        /** Runs the tasks of virtual threads. */
        public interface VirtualThreadScheduler {

            /** Continues a virtual thread. */
            void continueThread(Runnable task);

            /** Returns a scheduler that hands the tasks to an executor. */
            static VirtualThreadScheduler adapt(Executor executor) {
                return executor::execute;
            }
        }

        /** Holds the nested type, as in the JDK. */
        public interface Builder {

            /** Builds virtual threads. */
            interface OfVirtual {

                /** Sets the scheduler. */
                OfVirtual scheduler(VirtualThreadScheduler scheduler);

                /** Sets whether thread-locals are inherited. */
                OfVirtual inheritInheritableThreadLocals(boolean inherit);

                /** Builds a thread. */
                Thread unstarted(Runnable body);
            }
        }

        /** Returns a builder. */
        public static Builder.OfVirtual ofVirtual() {
            return new Building();
        }
    }

    /** Builds threads by the internal entry, which stands for the JDK's own. */
    private static final class Building implements LoomThread.Builder.OfVirtual {

        private LoomThread.@Nullable VirtualThreadScheduler scheduler;
        private boolean inherits = true;

        @Override
        public LoomThread.Builder.OfVirtual scheduler(LoomThread.VirtualThreadScheduler chosen) {
            scheduler = chosen;
            return this;
        }

        @Override
        public LoomThread.Builder.OfVirtual inheritInheritableThreadLocals(boolean inherit) {
            inherits = inherit;
            return this;
        }

        @Override
        public Thread unstarted(Runnable body) {
            assertThat(inherits).isFalse();
            return VirtualThreads.create(scheduler::continueThread, body);
        }
    }

    @Test
    void aThreadOfTheApiRunsWhereTheExecutorRunsItsTasks() throws Throwable {
        SchedulerApi api = SchedulerApi.find(LoomThread.class);
        var tasks = new ArrayDeque<Runnable>();
        var trace = new ArrayList<String>();
        Thread thread = api.create(tasks::add, () -> {
            trace.add("first");
            Thread.yield();
            trace.add("second");
        });
        assertThat(thread.isVirtual()).isTrue();
        thread.start();
        while (!tasks.isEmpty()) {
            trace.add("task");
            tasks.remove().run();
        }
        assertThat(trace).containsExactly("task", "first", "task", "second");
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aJdkWithoutTheApiIsRecognized() {
        assertThat(List.of(Thread.class, String.class)).allMatch(type -> SchedulerApi.find(type) == null);
    }
}
