// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * A response body whose chunks a stream produces one by one: each chunk is sent before the next one is produced. It can
 * be iterated once.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @gevent an application that is a generator
 * @since 0.1
 */
public final class BodyIterable implements Iterable<byte[]>, AutoCloseable {

    private final Stream<byte[]> stream;

    private BodyIterable(Stream<byte[]> stream) {
        this.stream = stream;
    }

    /**
     * Returns a body with chunks of bytes.
     *
     * @param stream produces the chunks; it is closed with the body
     * @return the body
     */
    public static BodyIterable of(Stream<byte[]> stream) {
        return new BodyIterable(stream);
    }

    /**
     * Returns a body with chunks of text.
     *
     * @param stream produces the chunks; it is closed with the body
     * @return the body, in UTF-8
     */
    public static BodyIterable ofTexts(Stream<String> stream) {
        return new BodyIterable(stream.map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Iterator<byte[]> iterator() {
        return stream.iterator();
    }

    @Override
    public void close() {
        stream.close();
    }
}
