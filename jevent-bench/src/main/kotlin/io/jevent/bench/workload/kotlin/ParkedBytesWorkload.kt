// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Heap
import io.jevent.bench.workload.Rounds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** The heap that suspended coroutines take. */
object ParkedBytesWorkload {
    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(count: Int): Double = runBlocking {
        val opened = CompletableDeferred<Unit>()
        val before = Heap.used()
        val jobs = List(count) { launch { opened.await() } }
        yield()
        val after = Heap.used()
        opened.complete(Unit)
        jobs.joinAll()
        (after - before).toDouble() / count
    }
}
