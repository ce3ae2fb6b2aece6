// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import io.jevent.file.ThreadedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The lines of a pipe, read while they are iterated over. */
final class LineIterable implements Iterable<String> {

    private static final byte[] LINE_FEED = {'\n'};

    private final ThreadedInputStream pipe;
    private final TextMode text;

    LineIterable(ThreadedInputStream pipe, TextMode text) {
        if (!Arrays.equals("\n".getBytes(text.charset()), LINE_FEED)) {
            throw new IllegalArgumentException(
                    "lines need an encoding in which a line feed is one byte; use a reader for " + text.charset());
        }
        this.pipe = pipe;
        this.text = text;
    }

    @Override
    public Iterator<String> iterator() {
        return new Lines();
    }

    private final class Lines implements Iterator<String> {

        private final ArrayDeque<String> read = new ArrayDeque<>();
        private boolean ended;

        /** Reads ahead by one line. A wait that is cut short takes nothing from the pipe. */
        @Override
        public boolean hasNext() {
            if (read.isEmpty() && !ended) {
                try {
                    readLine();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return !read.isEmpty();
        }

        private void readLine() throws IOException {
            Optional<String> line = pipe.readLine(text.charset());
            if (line.isEmpty()) {
                ended = true;
            } else if (text.universalNewlines()) {
                read.addAll(Arrays.asList(line.get().split("\r", -1)));
            } else {
                read.add(line.get());
            }
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the output has ended");
            }
            return read.remove();
        }
    }
}
