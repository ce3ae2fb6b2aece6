// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A selector of channels of a simulation. */
final class WireSelector extends AbstractSelector {

    /** A channel that can be selected. */
    interface Selected {

        /** The operations that would not block now, as {@link SelectionKey} numbers them. */
        int readyOps();

        /** Has a selector told of changes from now on. */
        void watch(WireSelector selector, boolean on);
    }

    private final Set<SelectionKey> keys = new LinkedHashSet<>();
    private final Set<SelectionKey> selected = new LinkedHashSet<>();
    private final Change change = new Change();
    private boolean awake;

    WireSelector(SelectorProvider provider) {
        super(provider);
    }

    /** A channel has changed. */
    void changed() {
        change.happens();
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, @Nullable Object attachment) {
        if (!(channel instanceof Selected watched)) {
            throw new IllegalArgumentException("a channel of a simulation is needed: " + channel);
        }
        var key = new Key(channel, watched);
        key.interest = ops;
        key.attach(attachment);
        keys.add(key);
        watched.watch(this, true);
        change.happens();
        return key;
    }

    private final class Key extends AbstractSelectionKey {

        private final AbstractSelectableChannel channel;
        private final Selected watched;
        private int interest;
        private int ready;

        Key(AbstractSelectableChannel channel, Selected watched) {
            this.channel = channel;
            this.watched = watched;
        }

        private void requireValid() {
            if (!isValid()) {
                throw new CancelledKeyException();
            }
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return WireSelector.this;
        }

        @Override
        public int interestOps() {
            requireValid();
            return interest;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            requireValid();
            if ((ops & ~channel.validOps()) != 0) {
                throw new IllegalArgumentException("operations that the channel does not have: " + ops);
            }
            interest = ops;
            change.happens();
            return this;
        }

        @Override
        public int readyOps() {
            requireValid();
            return ready;
        }
    }

    @Override
    public Set<SelectionKey> keys() {
        requireOpen();
        return Collections.unmodifiableSet(keys);
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        requireOpen();
        return selected;
    }

    private void requireOpen() {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
    }

    @Override
    public int selectNow() {
        requireOpen();
        awake = false;
        return look();
    }

    @Override
    public int select() {
        return select(0);
    }

    @Override
    public int select(long millis) {
        requireOpen();
        int[] count = {0};
        change.await(
                () -> (count[0] = look()) > 0 || awake || !isOpen(),
                millis == 0 ? Change.FOR_EVER : millis * 1_000_000);
        awake = false;
        requireOpen();
        return count[0];
    }

    /** Updates the selected keys; returns how many have changed. */
    private int look() {
        removeCancelled();
        int count = 0;
        for (SelectionKey each : List.copyOf(keys)) {
            var key = (Key) each;
            if (!key.isValid()) {
                continue;
            }
            int ready = key.watched.readyOps() & key.interest;
            if (ready == 0) {
                continue;
            }
            if (selected.contains(key)) {
                count += (ready & ~key.ready) != 0 ? 1 : 0;
                key.ready |= ready;
            } else {
                key.ready = ready;
                selected.add(key);
                count++;
            }
        }
        return count;
    }

    private void removeCancelled() {
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            for (SelectionKey key : cancelled) {
                remove((Key) key);
            }
            cancelled.clear();
        }
    }

    private void remove(Key key) {
        keys.remove(key);
        selected.remove(key);
        key.watched.watch(this, false);
        deregister(key);
    }

    @Override
    public Selector wakeup() {
        awake = true;
        change.happens();
        return this;
    }

    @Override
    protected void implCloseSelector() throws IOException {
        for (SelectionKey key : List.copyOf(keys)) {
            key.cancel();
            remove((Key) key);
        }
        change.happens();
    }
}
