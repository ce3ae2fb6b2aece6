// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Does a {@code map} and waits for it; the failure of an element was reported where it happened. */
final class MapGreenlet<R extends @Nullable Object> extends Greenlet<List<R>> {

    private final Work<?, R> work;

    private MapGreenlet(Work<?, R> work, Object site) {
        super(Hub.current(), work, site);
        this.work = work;
    }

    static <T extends @Nullable Object, R extends @Nullable Object> MapGreenlet<R> of(
            TaskRunner runner, TaskRunner.Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements) {
        return new MapGreenlet<>(new Work<T, R>(runner, mapping, elements), mapping);
    }

    private static final class Work<T extends @Nullable Object, R extends @Nullable Object>
            implements Callable<List<R>> {
        private final TaskRunner runner;
        private final TaskRunner.Mapping<? super T, ? extends R> mapping;
        private final Iterable<? extends T> elements;

        /** What an element failed with, as it came out here. */
        private @Nullable Throwable ofElement;

        Work(TaskRunner runner, TaskRunner.Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements) {
            this.runner = runner;
            this.mapping = mapping;
            this.elements = elements;
        }

        @Override
        public List<R> call() {
            var begun = new ArrayList<Outcome<R>>();
            for (T element : elements) {
                begun.add(runner.beginElement(mapping, element));
            }
            try {
                return TaskRunner.results(begun);
            } catch (Throwable t) {
                ofElement = t;
                throw t;
            }
        }
    }

    @Override
    protected void reportFailure(Throwable failure) {
        if (failure != work.ofElement) {
            super.reportFailure(failure);
        }
    }
}
