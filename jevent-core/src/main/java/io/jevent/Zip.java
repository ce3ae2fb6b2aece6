// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Several sequences as one of rows, read when a row is asked for. It ends with the shortest of them: a source is not
 * asked for more once an earlier one has ended.
 *
 * @param <T> the type of the elements
 */
record Zip<T extends @Nullable Object>(List<Iterable<? extends T>> sources) implements Iterable<List<T>> {

    /** Returns two inputs as one of rows, for {@link #onPairs}. */
    static Iterable<List<@Nullable Object>> pairs(
            Iterable<? extends @Nullable Object> first, Iterable<? extends @Nullable Object> second) {
        return new Zip<>(List.of(first, second));
    }

    /** Returns the work on two elements as work on a row of {@link #pairs}. */
    @SuppressWarnings("unchecked") // the row has an element of the first input and one of the second
    static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            TaskRunner.Mapping<List<@Nullable Object>, R> onPairs(
                    TaskRunner.BiMapping<? super A, ? super B, ? extends R> mapping) {
        return row -> mapping.apply((A) row.get(0), (B) row.get(1));
    }

    @Override
    public Iterator<List<T>> iterator() {
        List<Iterator<? extends T>> iterators = new ArrayList<>(sources.size());
        for (Iterable<? extends T> source : sources) {
            iterators.add(source.iterator());
        }
        return new Rows<>(iterators);
    }

    private record Rows<T extends @Nullable Object>(List<Iterator<? extends T>> sources) implements Iterator<List<T>> {

        @Override
        public boolean hasNext() {
            if (sources.isEmpty()) {
                return false;
            }
            for (Iterator<? extends T> source : sources) {
                if (!source.hasNext()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public List<T> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("one of the sources has ended");
            }
            var row = new ArrayList<T>(sources.size());
            for (Iterator<? extends T> source : sources) {
                row.add(source.next());
            }
            return Collections.unmodifiableList(row);
        }
    }
}
