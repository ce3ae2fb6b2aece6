// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Bulk;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/** A virtual thread that receives and sends in blocks. */
public final class BulkServer {

    private BulkServer() {}

    /** Serves until the input ends. */
    public static void main(String[] args) throws Exception {
        Served.inVirtualThreads(BulkServer::serve);
    }

    private static void serve(Socket socket) throws IOException {
        var input = new DataInputStream(socket.getInputStream());
        var output = new DataOutputStream(socket.getOutputStream());
        var buffer = new byte[Bulk.BLOCK];
        var block = new byte[Bulk.BLOCK];
        Bulk.block().get(block);
        for (int what = input.read(); what >= 0; what = input.read()) {
            long bytes = input.readLong();
            if (what == Bulk.TAKE) {
                output.writeLong(take(input, bytes, buffer));
            } else {
                for (long sent = 0; sent < bytes; sent += block.length) {
                    output.write(block);
                }
            }
        }
    }

    private static long take(DataInputStream input, long bytes, byte[] buffer) throws IOException {
        long taken = 0;
        while (taken < bytes) {
            int length = input.read(buffer);
            if (length < 0) {
                throw new EOFException("the generator closed the connection");
            }
            taken += length;
        }
        return taken;
    }
}
