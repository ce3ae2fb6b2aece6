// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.Limits;
import io.jevent.internal.http.Octets;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/*
 * Nothing is decoded without demand: the bytes stay in the buffer in which they arrived. So the memory of a connection is
 * bounded by its bytes, whatever a client encodes in them.
 *
 * A head is checked when it is complete; only the check determines its meaning. A request for another protocol pauses the
 * decoding until the response, since the bytes after it may belong to the other protocol.
 *
 * The end of the input leaves bytes that were not decoded in the buffer; Netty's ByteToMessageDecoder would drop them.
 */
/**
 * Decodes requests into heads, chunks of bodies, and a {@link Refusal} for bytes that are not a request.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class StrictDecoder extends ByteToMessageDecoder {

    /** The empty lines before a request that are skipped; RFC 9112, 2.2 asks for at least one. */
    private static final int MAX_EMPTY_LINES = 4;

    private static final Refusal LINE_TOO_LONG = new Refusal(414, "the request line is too long");
    private static final Refusal HEAD_TOO_LONG = new Refusal(431, "the header lines are too long");
    private static final Refusal NO_REQUEST = Refusal.bad("not a request line");
    private static final Refusal EMPTY_LINES = Refusal.bad("empty lines instead of a request line");
    private static final Refusal LINE_END = Refusal.bad("a line that does not end with CR LF");

    /** Takes the place of a refusal if a connection begins with the preface of HTTP/2, RFC 9113, 3.4. */
    static final Refusal PREFACE = new Refusal(505, "the client speaks HTTP/2");

    private static final byte[] PREFACE_LINE = HeadWriter.bytes("PRI * HTTP/2.0\r\n");

    private enum State {
        HEAD,
        BODY,
        PAUSED,
        DISCARD
    }

    private final Limits limits;
    private final HubHttpState hubState;
    private final IntPredicate demand;
    private final LineScan scan = new LineScan();

    /** Null before the first request with a body. */
    private @Nullable BodyDecoder body;

    private @Nullable ChannelHandlerContext context;
    private State state = State.HEAD;
    private boolean pauses;
    private boolean heldBack;
    private int emptyLines;
    private boolean begun;

    /** Whether the preface of HTTP/2 may come: before the first request, if the server allows it. */
    private boolean allowsPreface;

    private long discarded;

    /**
     * Creates a decoder.
     *
     * @param limits the size limits of a request
     * @param hubState the state that the connections of the hub share
     * @param demand returns whether an item that takes this number of bytes may be decoded
     */
    StrictDecoder(Limits limits, HubHttpState hubState, IntPredicate demand) {
        this.limits = limits;
        this.hubState = hubState;
        this.demand = demand;
    }

    /** Netty would find this out by reflection, and keep it for the thread of each greenlet. */
    @Override
    public boolean isSharable() {
        return false;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Allows the preface of HTTP/2 in place of the first request. */
    void allowPreface() {
        allowsPreface = true;
    }

    /** Returns the bytes that are taken before {@link #PREFACE}. */
    static byte[] prefaceLine() {
        return PREFACE_LINE.clone();
    }

    /** Returns whether a part of a head has arrived. */
    boolean headHasBegun() {
        return begun;
    }

    /** Returns whether bytes wait for demand. */
    boolean isHeldBack() {
        return heldBack;
    }

    /** Returns the number of bytes that were not decoded. */
    int waiting() {
        return actualReadableBytes();
    }

    /** Returns the number of bytes that were dropped since {@link #discard}. */
    long discarded() {
        return discarded;
    }

    /** Continues to decode, after the demand has changed. */
    void resumeDecoding() throws Exception {
        if (heldBack && context != null) {
            heldBack = false;
            channelRead(context, Unpooled.EMPTY_BUFFER);
        }
    }

    /** Ends the pause after a request for another protocol, when its response did not switch. */
    void resume() throws Exception {
        if (state == State.PAUSED) {
            state = State.HEAD;
            resumeDecoding();
        }
    }

    /** Drops all input, now and from now on. */
    void discard() throws Exception {
        state = State.DISCARD;
        begun = false;
        heldBack = true;
        resumeDecoding();
    }

    @Override
    protected void decode(ChannelHandlerContext from, ByteBuf buffer, List<Object> out) {
        heldBack = false;
        switch (state) {
            case HEAD -> decodeHead(buffer, out);
            case BODY -> decodeBody(buffer, out);
            case PAUSED -> heldBack = true;
            case DISCARD -> {
                discarded += buffer.readableBytes();
                buffer.skipBytes(buffer.readableBytes());
            }
        }
    }

    /** Does not request a further read when nothing was decoded, unlike Netty's method. */
    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        discardSomeReadBytes();
        from.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        from.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        from.fireChannelInactive();
    }

    private void decodeBody(ByteBuf buffer, List<Object> out) {
        if (!demand.test(BodyChunk.OVERHEAD + buffer.readableBytes())) {
            heldBack = true;
        } else if (body().decode(buffer, out)) {
            if (out.getLast() instanceof BodyChunk last && last.refusal() != null) {
                state = State.DISCARD;
                buffer.skipBytes(buffer.readableBytes());
            } else {
                state = pauses ? State.PAUSED : State.HEAD;
            }
        }
    }

    private BodyDecoder body() {
        BodyDecoder decoder = body;
        if (decoder == null) {
            decoder = new BodyDecoder(limits, hubState);
            body = decoder;
        }
        return decoder;
    }

    private void decodeHead(ByteBuf buffer, List<Object> out) {
        if (allowsPreface && startsWithPreface(buffer)) {
            buffer.skipBytes(PREFACE_LINE.length);
            state = State.PAUSED;
            begun = false;
            out.add(PREFACE);
            return;
        }
        Refusal refusal = begun ? null : begin(buffer);
        boolean whole = false;
        if (refusal == null && begun) {
            boolean hadLine = scan.second() > 0;
            whole = scan.findEmptyLine(buffer);
            refusal = tooLong();
            if (refusal == null && !whole && !hadLine && scan.second() > 0) {
                refusal = checkLine(buffer);
            }
        }
        if (refusal == null && whole) {
            if (!demand.test(RequestHead.weight(scan.scanned()))) {
                heldBack = true;
                return;
            }
            byte[] head = new byte[scan.scanned()];
            buffer.readBytes(head);
            refusal = hubState.check().check(head, limits.headers());
            if (refusal == null) {
                checked(new RequestHead(head, hubState.check()), out);
            }
        }
        if (refusal != null) {
            refuse(refusal, buffer, out);
        }
    }

    private static boolean startsWithPreface(ByteBuf buffer) {
        if (buffer.readableBytes() < PREFACE_LINE.length) {
            return false;
        }
        for (int i = 0; i < PREFACE_LINE.length; i++) {
            if (buffer.getByte(buffer.readerIndex() + i) != PREFACE_LINE[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks a request line before the rest of its head arrives, so that a client of another protocol gets a response
     * at once.
     */
    private @Nullable Refusal checkLine(ByteBuf buffer) {
        byte[] first = new byte[scan.second()];
        buffer.getBytes(buffer.readerIndex(), first);
        return hubState.check().checkLine(first);
    }

    /** Skips empty lines, and begins a head at any other byte. */
    private @Nullable Refusal begin(ByteBuf buffer) {
        while (buffer.isReadable()) {
            byte first = buffer.getByte(buffer.readerIndex());
            if (first == '\r' && buffer.readableBytes() == 1) {
                return null;
            }
            if (first == '\r' && buffer.getByte(buffer.readerIndex() + 1) == '\n') {
                buffer.skipBytes(2);
                if (++emptyLines > MAX_EMPTY_LINES) {
                    return EMPTY_LINES;
                }
                continue;
            }
            begun = true;
            emptyLines = 0;
            scan.begin();
            return Octets.isToken(first) ? null : first == '\r' || first == '\n' ? LINE_END : NO_REQUEST;
        }
        return null;
    }

    private @Nullable Refusal tooLong() {
        int headers = scan.second();
        int scanned = scan.scanned();
        if ((headers == 0 ? scanned : headers - 2) > limits.requestLine()) {
            return LINE_TOO_LONG;
        }
        return headers > 0 && scanned - headers - 2 > limits.headerBytes() ? HEAD_TOO_LONG : null;
    }

    private void checked(RequestHead head, List<Object> out) {
        begun = false;
        allowsPreface = false;
        out.add(head);
        if (head.hasBody()) {
            pauses = head.wantsUpgrade;
            state = State.BODY;
            body().begin(head.bodyLength);
        } else if (head.wantsUpgrade) {
            state = State.PAUSED;
        }
    }

    private void refuse(Refusal refusal, ByteBuf buffer, List<Object> out) {
        state = State.DISCARD;
        begun = false;
        buffer.skipBytes(buffer.readableBytes());
        out.add(refusal);
    }
}
