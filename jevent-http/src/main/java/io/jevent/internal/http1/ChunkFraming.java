// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.Octets;
import io.netty.buffer.ByteBuf;

/*
 * RFC 9112, 7.1, byte by byte, so that a line that arrives in many packets is scanned once:
 *
 *   SIZE -> SPACE_BEFORE_EXTENSION, NAME or LINE_FEED -> ... -> LINE_FEED -> DATA -> DATA_CR -> DATA_LF -> SIZE
 *                                                              \-> END, for the chunk of size 0
 *
 * Anything else is refused: a bare LF, white space around a size without an extension, a size with a sign.
 */
/**
 * The lines around the data of a chunked body.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class ChunkFraming {

    /** The maximum number of bytes of extensions and leading zeros in all chunk lines of a body. */
    private static final int MAX_EXTRA = 8 * 1024;

    private static final int HEX_DIGITS = 8;

    private enum State {
        SIZE,
        SPACE_BEFORE_EXTENSION,
        NAME_BEGINS,
        NAME,
        SPACE_AFTER_NAME,
        VALUE_BEGINS,
        VALUE,
        QUOTED,
        ESCAPED,
        SPACE_AFTER_VALUE,
        LINE_FEED,
        DATA,
        DATA_CR,
        DATA_LF,
        END,
        BAD
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    private int extra;

    /** Prepares for the next body. */
    public void begin() {
        state = State.SIZE;
        size = 0;
        digits = 0;
        extra = 0;
    }

    /**
     * Reads chunk lines until data follows, the last chunk has ended, an error was found, or there is no more input.
     */
    public void read(ByteBuf in) {
        while (state != State.DATA && state != State.END && state != State.BAD && in.isReadable()) {
            state = next(in.readByte());
        }
    }

    private State next(byte octet) {
        return switch (state) {
            case SIZE -> size(octet);
            case DATA_CR -> octet == '\r' ? State.DATA_LF : State.BAD;
            case DATA_LF -> octet == '\n' ? State.SIZE : State.BAD;
            case LINE_FEED -> octet == '\n' ? lineEnds() : State.BAD;
            default -> ++extra > MAX_EXTRA ? State.BAD : extension(octet);
        };
    }

    private State size(byte octet) {
        if (Octets.isHex(octet)) {
            if (++digits > HEX_DIGITS && ++extra > MAX_EXTRA) {
                return State.BAD;
            }
            size = size << 4 | Character.digit(octet, 16);
            return size > Integer.MAX_VALUE ? State.BAD : State.SIZE;
        }
        if (digits == 0) {
            return State.BAD;
        }
        return switch (octet) {
            case '\r' -> State.LINE_FEED;
            case ';' -> State.NAME_BEGINS;
            case ' ', '\t' -> State.SPACE_BEFORE_EXTENSION;
            default -> State.BAD;
        };
    }

    private State extension(byte octet) {
        boolean blank = Octets.isBlank(octet);
        return switch (state) {
            case SPACE_BEFORE_EXTENSION -> blank ? state : octet == ';' ? State.NAME_BEGINS : State.BAD;
            case NAME_BEGINS -> blank ? state : Octets.isToken(octet) ? State.NAME : State.BAD;
            case NAME -> Octets.isToken(octet) ? state : blank ? State.SPACE_AFTER_NAME : afterName(octet);
            case SPACE_AFTER_NAME -> blank ? state : octet == '\r' ? State.BAD : afterName(octet);
            case VALUE_BEGINS -> blank ? state : valueBegins(octet);
            case VALUE -> Octets.isToken(octet) ? state : blank ? State.SPACE_AFTER_VALUE : afterValue(octet);
            case QUOTED -> quoted(octet);
            case ESCAPED -> Octets.isValue(octet) ? State.QUOTED : State.BAD;
            case SPACE_AFTER_VALUE -> blank ? state : octet == ';' ? State.NAME_BEGINS : afterValue(octet);
            default -> throw new IllegalStateException("not in an extension: " + state);
        };
    }

    private static State afterName(byte octet) {
        return octet == '=' ? State.VALUE_BEGINS : afterValue(octet);
    }

    private static State valueBegins(byte octet) {
        return octet == '"' ? State.QUOTED : Octets.isToken(octet) ? State.VALUE : State.BAD;
    }

    private static State quoted(byte octet) {
        return switch (octet) {
            case '"' -> State.SPACE_AFTER_VALUE;
            case '\\' -> State.ESCAPED;
            default -> Octets.isValue(octet) ? State.QUOTED : State.BAD;
        };
    }

    private static State afterValue(byte octet) {
        return octet == ';' ? State.NAME_BEGINS : octet == '\r' ? State.LINE_FEED : State.BAD;
    }

    private State lineEnds() {
        digits = 0;
        return size == 0 ? State.END : State.DATA;
    }

    /** Returns the number of bytes left of the current chunk; 0 between two chunks. */
    public int left() {
        return state == State.DATA ? (int) size : 0;
    }

    public void took(int bytes) {
        size -= bytes;
        if (size == 0) {
            state = State.DATA_CR;
        }
    }

    /** Returns whether the last chunk has ended, so that the trailer section follows. */
    public boolean isAtEnd() {
        return state == State.END;
    }

    public boolean isBad() {
        return state == State.BAD;
    }
}
