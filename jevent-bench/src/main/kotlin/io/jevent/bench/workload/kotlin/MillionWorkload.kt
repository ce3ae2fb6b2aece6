// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Rounds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

private const val NANOS_PER_SECOND = 1e9

/** Many coroutines start, wait and finish. */
object MillionWorkload {
    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(count: Int): Double = runBlocking {
        val begin = System.nanoTime()
        val opened = CompletableDeferred<Unit>()
        val jobs = List(count) { launch { opened.await() } }
        yield()
        opened.complete(Unit)
        jobs.joinAll()
        (System.nanoTime() - begin) / NANOS_PER_SECOND
    }
}
