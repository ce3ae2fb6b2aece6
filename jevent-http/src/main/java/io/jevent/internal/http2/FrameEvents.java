// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** Passes the frames of a client to the connection and its streams, and counts those that only cost work. */
final class FrameEvents implements Http2FrameListener {

    private final MultiplexedConnection connection;
    private long count;

    FrameEvents(MultiplexedConnection connection) {
        this.connection = connection;
    }

    /** Counts the frames that have come, but for those of a header block that is not complete. */
    long count() {
        return count;
    }

    private void spend(int cost) throws Http2Exception {
        if (!connection.budget().spend(cost)) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames that ask for nothing");
        }
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        count++;
        connection.headers(stream, headers, end);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        count++;
        connection.headers(stream, headers, end);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        count++;
        int length = data.readableBytes();
        if (length == 0 && !end) {
            spend(1);
        } else {
            connection.budget().earn(FrameBudget.DATA);
        }
        Http2Exchange exchange = connection.exchange(stream);
        if (exchange == null || exchange.isLost()) {
            return length + padding;
        }
        exchange.received().add(data);
        if (end) {
            exchange.received().end();
        }
        return padding; // the rest is returned to the window when it was read
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long error) throws Http2Exception {
        count++;
        connection.streamLost(stream);
        spend(FrameBudget.RESET);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        count++;
        spend(1);
        connection.settings(settings);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
        count++;
        spend(1);
    }

    @Override
    public void onPushPromiseRead(
            ChannelHandlerContext context, int stream, int promised, Http2Headers headers, int padding) {
        count++;
        // the codec refuses it
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        count++;
        spend(1);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
        count++;
        spend(1);
        connection.pingAnswered(data);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        count++;
        spend(1);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) throws Http2Exception {
        count++;
        spend(1);
        connection.outputChanged();
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        count++;
        spend(1);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int lastStream, long error, ByteBuf reason) {
        count++;
        connection.clientGoesAway();
    }
}
