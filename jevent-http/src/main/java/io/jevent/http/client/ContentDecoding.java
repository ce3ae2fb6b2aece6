// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.client.BodyPump;
import io.jevent.internal.http.HeaderList;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/*
 * Decoding is driven by the reader: it makes at most CHUNK bytes at a time, so a small response that would expand to
 * gigabytes costs no memory, and the limit ends it.
 */
/** The decoded body of a response with Content-Encoding. */
final class ContentDecoding implements BodyPump.Source {

    /** The codings that are asked for. */
    static final String ACCEPTED = Decoders.ACCEPTED;

    private static final int CHUNK = 16 * 1024;

    private final BodyPump.Source raw;
    private final String coding;
    private final long most;
    private @Nullable InputStream decoded;
    private long taken;
    private boolean over;

    private ContentDecoding(BodyPump.Source raw, String coding, long most) {
        this.raw = raw;
        this.coding = coding;
        this.most = most;
    }

    /**
     * Returns the decoded body, and removes the lines that describe the encoded one.
     *
     * @return the decoded body; {@code raw} if it is not encoded, or in another coding
     */
    static BodyPump.Source of(BodyPump.Source raw, HeaderList lines, long most) {
        String coding = lines.get("Content-Encoding");
        String name = coding == null ? "" : coding.strip().toLowerCase(Locale.ROOT);
        if (!Decoders.isKnown(name)) {
            return raw;
        }
        lines.remove("Content-Encoding");
        lines.remove("Content-Length");
        return new ContentDecoding(raw, name, most);
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (over) {
            return null;
        }
        InputStream in = decoded;
        if (in == null) {
            ByteBuffer first = raw.next();
            if (first == null) {
                over = true;
                return null;
            }
            in = open(first);
            decoded = in;
        }
        byte[] bytes = new byte[CHUNK];
        int n;
        try {
            n = in.read(bytes, 0, CHUNK);
        } catch (EOFException e) {
            throw new IOException("the body ends within its " + coding + " encoding", e);
        }
        if (n < 0) {
            over = true;
            finish();
            return null;
        }
        taken += n;
        if (taken > most) {
            close();
            throw new IOException("the body has more than " + most + " bytes when decoded from " + coding
                    + ": set ClientOptions.maxDecoded");
        }
        return ByteBuffer.wrap(bytes, 0, n);
    }

    private InputStream open(ByteBuffer first) throws IOException {
        return Decoders.open(coding, new ReplyStream(new Resumed(first)), CHUNK);
    }

    /** The encoded body from its first bytes on, which were taken already. */
    private final class Resumed implements BodyPump.Source {

        private @Nullable ByteBuffer first;

        Resumed(ByteBuffer first) {
            this.first = first;
        }

        @Override
        public @Nullable ByteBuffer next() throws IOException {
            ByteBuffer bytes = first;
            first = null;
            return bytes == null ? raw.next() : bytes;
        }

        @Override
        public void close() {
            raw.close();
        }
    }

    /** Reads what follows the encoded data: usually nothing but the end of the body. */
    private void finish() throws IOException {
        if (raw.next() != null) {
            raw.close();
        }
    }

    @Override
    public void close() {
        over = true;
        raw.close();
    }
}
