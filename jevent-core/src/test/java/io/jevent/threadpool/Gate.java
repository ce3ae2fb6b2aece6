// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import java.util.concurrent.CountDownLatch;

/** Work that is done when the test says so. */
final class Gate {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch opened = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    int pass() throws InterruptedException {
        entered.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
        return 1;
    }

    void open() {
        opened.countDown();
    }
}
