// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Hub;
import io.jevent.internal.rethrow.Fresh;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The greenlet of {@link TaskRunner#mapAsync}. The failure of an element was reported before, by who ran it. */
final class MapGreenlet<R extends @Nullable Object> extends Greenlet<List<R>> {

    /** The outcomes of the elements that it has begun; empty once it has the results. */
    private final List<Outcome<R>> begun;

    private MapGreenlet(Callable<List<R>> body, List<Outcome<R>> begun, Object site) {
        super(Hub.current(), body, site);
        this.begun = begun;
    }

    static <T extends @Nullable Object, R extends @Nullable Object> MapGreenlet<R> of(
            TaskRunner runner, TaskRunner.Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements) {
        var begun = new ArrayList<Outcome<R>>();
        Callable<List<R>> body = () -> {
            for (T element : elements) {
                begun.add(runner.beginElement(mapping, element));
            }
            List<R> results = TaskRunner.results(begun);
            begun.clear();
            return results;
        };
        return new MapGreenlet<>(body, begun, mapping);
    }

    @Override
    protected void reportFailure(Throwable failure) {
        if (begun.stream().noneMatch(outcome -> isOf(outcome, failure))) {
            super.reportFailure(failure);
        }
        begun.clear();
    }

    private static boolean isOf(Outcome<?> element, Throwable failure) {
        Throwable own = element.exception();
        return own != null && Fresh.areSame(own, failure);
    }
}
