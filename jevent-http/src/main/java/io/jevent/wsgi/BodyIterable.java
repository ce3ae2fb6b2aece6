// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The pieces of a body that a stream makes one by one: each leaves before the next is made. It can be gone through
 * once.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @gevent an application that is a generator
 */
public final class Pieces implements Iterable<byte[]>, AutoCloseable {

    private final Stream<byte[]> stream;

    private Pieces(Stream<byte[]> stream) {
        this.stream = stream;
    }

    /**
     * Makes pieces of bytes.
     *
     * @param stream makes them; it is closed with the pieces
     * @return the pieces
     */
    public static Pieces of(Stream<byte[]> stream) {
        return new Pieces(stream);
    }

    /**
     * Makes pieces of texts.
     *
     * @param stream makes them; it is closed with the pieces
     * @return the pieces, in UTF-8
     */
    public static Pieces ofTexts(Stream<String> stream) {
        return new Pieces(stream.map(text -> text.getBytes(StandardCharsets.UTF_8)));
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
