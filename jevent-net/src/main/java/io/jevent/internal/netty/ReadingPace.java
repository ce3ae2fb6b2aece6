// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Hub;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/*
 * The kernel accepts more output only when a large part of its send buffer, which may be megabytes, is free again; by
 * that measure a slow reader makes no progress for minutes. So progress is the number of bytes that the peer has
 * acknowledged: tcpi_bytes_acked in struct tcp_info of linux/tcp.h (Linux 4.1 and later). Other transports (the JDK's
 * selector, Unix domain sockets) do not report it: there, any bytes that the kernel accepts restore the whole limit.
 *
 * Reading the number costs a system call, so it is read only when little time is left.
 */
/**
 * Enforces a minimum rate at which a peer reads the output of this end.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class ReadingPace {

    private static final int LEVEL_TCP = 6;
    private static final int OPTION_INFO = 11;
    private static final int BYTES_ACKED_AT = 120;
    private static final RawUnixChannelOption TCP_INFO =
            new RawUnixChannelOption("TCP_INFO", LEVEL_TCP, OPTION_INFO, BYTES_ACKED_AT + Long.BYTES);
    private static final long UNKNOWN = -1;

    private final Hub hub;
    private final Channel channel;
    private final Pace pace;
    private long acknowledged = UNKNOWN;
    private long begun;
    private boolean measured;

    /** The channel's first pending buffer at the last measurement; {@link #progress} is how much of it was sent. */
    private @Nullable Object current;

    private long progress;
    private long waiting;

    /**
     * Starts to measure the peer of a connection.
     *
     * @param hub the hub of the connection
     * @param channel the channel of the connection
     * @param rule the minimum rate
     */
    public ReadingPace(Hub hub, Channel channel, Pace.Rule rule) {
        this.hub = hub;
        this.channel = channel;
        pace = rule.begin();
    }

    /**
     * Begins a wait for the peer.
     *
     * @return the longest time for it, in nanoseconds; {@link Long#MAX_VALUE} for no limit
     */
    public long begin() {
        if (!measured || isLow()) {
            measure();
        }
        begun = hub.now();
        return pace.left();
    }

    /**
     * Ends a wait for the peer.
     *
     * @param late whether the time of {@link #begin} has passed
     * @return true if the peer is too slow
     */
    public boolean isOver(boolean late) {
        pace.waited(hub.now() - begun);
        if (late || isLow()) {
            measure();
        }
        return late && pace.left() == 0;
    }

    /**
     * Describes the failure of a peer that is too slow.
     *
     * @return a text such as "read nothing for PT30S"
     */
    public String failure() {
        return pace.failure("read");
    }

    private boolean isLow() {
        return pace.left() < pace.rule().grace();
    }

    private void measure() {
        long now = bytesAcknowledged();
        boolean moved = now == UNKNOWN && hasMoved();
        if (measured && moved) {
            pace.moved(Long.MAX_VALUE);
        } else if (measured && now != UNKNOWN) {
            pace.moved(now - acknowledged);
        }
        acknowledged = now;
        measured = true;
    }

    private long bytesAcknowledged() {
        if (!(channel instanceof EpollSocketChannel epoll) || !epoll.isOpen()) {
            return UNKNOWN;
        }
        try {
            ByteBuffer info = epoll.config().getOption(TCP_INFO);
            return info.order(ByteOrder.nativeOrder()).getLong(BYTES_ACKED_AT);
        } catch (ChannelException _) {
            return UNKNOWN;
        }
    }

    private boolean hasMoved() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null) {
            return false;
        }
        Object first = buffer.current();
        long gone = buffer.currentProgress();
        long left = buffer.totalPendingWriteBytes();
        boolean moved = first != current || gone != progress || left < waiting;
        current = first;
        progress = gone;
        waiting = left;
        return moved;
    }
}
