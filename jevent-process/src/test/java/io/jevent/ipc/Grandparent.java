// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import java.util.List;

/** Starts a child of its own that computes for ever, tells its number, and halts when it is told to. */
public final class Grandparent implements ProcessMain<String> {

    /** Made on each side. */
    public Grandparent() {
        super();
    }

    @Override
    public Codec<String> codec() {
        return Codec.text();
    }

    @Override
    public void run(MessagePipe<String> parent, List<String> args) throws Exception {
        var child = ChildProcess.start(Relay.class);
        child.pipe().put("spin");
        parent.put(Long.toString(child.process().pid()));
        parent.get();
        Runtime.getRuntime().halt(0);
    }
}
