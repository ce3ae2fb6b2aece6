// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The codings in which this program can compress: gzip, and those of libraries that it has. */
final class Encoders {

    /** The codings, the preferred one first. */
    static final String[] CODINGS = present();

    /** A level that compresses on the fly about as fast as gzip. */
    private static final int BROTLI_QUALITY = 4;

    private static final int ZSTD_LEVEL = 3;

    private Encoders() {}

    /** Creates a stream that compresses into another one. */
    @FunctionalInterface
    private interface Opening {

        OutputStream open(OutputStream target) throws IOException;
    }

    private static String[] present() {
        List<String> codings = new ArrayList<>();
        if (has("com.github.luben.zstd.ZstdOutputStream")) {
            codings.add("zstd");
        }
        if (has("com.aayushatharva.brotli4j.Brotli4jLoader") && Brotli.isAvailable()) {
            codings.add("br");
        }
        codings.add("gzip");
        return codings.toArray(String[]::new);
    }

    private static boolean has(String type) {
        try {
            Class.forName(type, false, Encoders.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    static BodyFilter of(String coding) {
        return switch (coding) {
            case "zstd" -> new StreamEncoder(Zstd::open);
            case "br" -> new StreamEncoder(Brotli::open);
            default -> new StreamEncoder(target -> new GZIPOutputStream(target, 512, true));
        };
    }

    /** Loaded only if the library is present. */
    private static final class Brotli {

        private Brotli() {}

        static boolean isAvailable() {
            return Brotli4jLoader.isAvailable();
        }

        static OutputStream open(OutputStream target) throws IOException {
            return new BrotliOutputStream(target, new Encoder.Parameters().setQuality(BROTLI_QUALITY));
        }
    }

    /** Loaded only if the library is present. */
    private static final class Zstd {

        private Zstd() {}

        static OutputStream open(OutputStream target) throws IOException {
            return new ZstdOutputStream(target, ZSTD_LEVEL);
        }
    }

    private static final class StreamEncoder implements BodyFilter {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final OutputStream encoder;

        StreamEncoder(Opening opening) {
            try {
                encoder = opening.open(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] takeOutput() {
            byte[] bytes = out.toByteArray();
            out.reset();
            return bytes;
        }

        @Override
        public byte[] chunk(byte[] bytes, int offset, int length) throws IOException {
            encoder.write(bytes, offset, length);
            encoder.flush();
            return takeOutput();
        }

        @Override
        public byte[] whole(byte[] body) throws IOException {
            encoder.write(body);
            return end();
        }

        @Override
        public byte[] end() throws IOException {
            encoder.close();
            return takeOutput();
        }
    }
}
