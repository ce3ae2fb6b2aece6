// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The strings in the constant pool of a class file, read without parsing the rest: most classes are only scanned and
 * need no change.
 */
final class ConstantPool {

    private static final int HEADER = 8;
    private static final int UTF8 = 1;

    private ConstantPool() {}

    /** Whether one of the strings is one of {@code wanted}. */
    static boolean mentions(byte[] classFile, Set<String> wanted, int longest) {
        ByteBuffer pool = ByteBuffer.wrap(classFile, HEADER, classFile.length - HEADER);
        int count = Short.toUnsignedInt(pool.getShort());
        for (int i = 1; i < count; i++) {
            int tag = pool.get();
            if (tag == UTF8) {
                int length = Short.toUnsignedInt(pool.getShort());
                if (length <= longest
                        && wanted.contains(
                                new String(classFile, pool.position(), length, StandardCharsets.ISO_8859_1))) {
                    return true;
                }
                pool.position(pool.position() + length);
            } else {
                i += skip(pool, tag);
            }
        }
        return false;
    }

    /** The class file with names in its strings replaced. */
    static byte[] renamed(byte[] classFile, Map<String, String> names) {
        ByteBuffer pool = ByteBuffer.wrap(classFile);
        var out = new ByteArrayOutputStream(classFile.length);
        int count = Short.toUnsignedInt(pool.getShort(HEADER));
        pool.position(HEADER + Short.BYTES);
        out.write(classFile, 0, pool.position());
        for (int i = 1; i < count; i++) {
            int from = pool.position();
            int tag = pool.get();
            if (tag == UTF8) {
                int length = Short.toUnsignedInt(pool.getShort());
                String text = new String(classFile, pool.position(), length, StandardCharsets.ISO_8859_1);
                pool.position(pool.position() + length);
                writeString(out, replaced(text, names));
            } else {
                i += skip(pool, tag);
                out.write(classFile, from, pool.position() - from);
            }
        }
        out.write(classFile, pool.position(), pool.remaining());
        return out.toByteArray();
    }

    private static String replaced(String text, Map<String, String> names) {
        String result = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            result = result.replace(name.getKey(), name.getValue());
        }
        return result;
    }

    private static void writeString(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(UTF8);
        out.write(bytes.length >> Byte.SIZE);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /** Skips what follows the tag of an entry; returns how many places it takes besides its own. */
    private static int skip(ByteBuffer pool, int tag) {
        int length = switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            default -> throw new IllegalArgumentException("unknown constant in a class file: tag " + tag);
        };
        pool.position(pool.position() + length);
        return length == 8 ? 1 : 0;
    }
}
