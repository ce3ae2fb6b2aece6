// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The codings that this program can decode: gzip, deflate, and those of libraries that it has. */
final class Decoders {

    /** A window of 8 MiB, the most that Content-Encoding allows (RFC 9659). */
    private static final int ZSTD_WINDOW_LOG = 23;

    private static final boolean BROTLI = has("com.aayushatharva.brotli4j.Brotli4jLoader") && Brotli.isAvailable();
    private static final boolean ZSTD = has("com.github.luben.zstd.ZstdInputStream");

    /** The value of Accept-Encoding. */
    static final String ACCEPTED = "gzip, deflate" + (BROTLI ? ", br" : "") + (ZSTD ? ", zstd" : "");

    private Decoders() {}

    private static boolean has(String type) {
        try {
            Class.forName(type, false, Decoders.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    static boolean isKnown(String coding) {
        return switch (coding) {
            case "gzip", "x-gzip", "deflate" -> true;
            case "br" -> BROTLI;
            case "zstd" -> ZSTD;
            default -> false;
        };
    }

    /** Opens a stream that decodes as much as is read from it. */
    static InputStream open(String coding, InputStream encoded, int buffer) throws IOException {
        return switch (coding) {
            case "br" -> Brotli.open(encoded, buffer);
            case "zstd" -> Zstd.open(encoded);
            case "deflate" -> inflater(encoded, buffer);
            default -> new GZIPInputStream(encoded, buffer);
        };
    }

    private static InputStream inflater(InputStream encoded, int buffer) throws IOException {
        var in = new PushbackInputStream(encoded, 2);
        int header = in.read();
        in.unread(header);
        boolean zlib = (header & 0x0f) == 8; // some servers send the bare format, RFC 9110, 8.4.1.2
        return new InflaterInputStream(in, new Inflater(!zlib), buffer);
    }

    /** Loaded only if the library is present. */
    private static final class Brotli {

        private Brotli() {}

        static boolean isAvailable() {
            return Brotli4jLoader.isAvailable();
        }

        static InputStream open(InputStream encoded, int buffer) throws IOException {
            return new BrotliInputStream(encoded, buffer);
        }
    }

    /** Loaded only if the library is present. */
    private static final class Zstd {

        private Zstd() {}

        static InputStream open(InputStream encoded) throws IOException {
            return new ZstdInputStream(encoded).setLongMax(ZSTD_WINDOW_LOG);
        }
    }
}
