// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import java.util.List;
import java.util.stream.Stream;

/** All blocking calls of the library. A new one is named in the list of its package. */
final class BlockingCalls {

    private BlockingCalls() {}

    static List<BlockingCall> all() {
        return Stream.of(
                        CoreCalls.all(),
                        LockCalls.all(),
                        QueueCalls.all(),
                        PoolCalls.all(),
                        ScopeCalls.all(),
                        SelectCalls.all(),
                        SocketCalls.all(),
                        TlsCalls.all(),
                        DnsCalls.all(),
                        ServerCalls.all(),
                        HttpCalls.all(),
                        WebSocketCalls.all(),
                        FileCalls.all(),
                        ProcessCalls.all(),
                        ZmqCalls.all(),
                        ClusterCalls.all(),
                        ThreadPoolCalls.all())
                .flatMap(List::stream)
                .toList();
    }
}
