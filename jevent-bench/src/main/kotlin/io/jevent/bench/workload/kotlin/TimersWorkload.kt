// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Lengths
import io.jevent.bench.workload.Rounds
import java.util.concurrent.TimeUnit
import kotlin.coroutines.ContinuationInterceptor
import kotlinx.coroutines.Delay
import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.runBlocking

/** Timers of the event loop under the coroutines, without a coroutine for each: what `withTimeout` starts. */
@OptIn(InternalCoroutinesApi::class)
object TimersWorkload {
    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(count: Int): Double = runBlocking {
        val context = coroutineContext
        val delay = context[ContinuationInterceptor] as Delay
        val millis = LongArray(count).also { into ->
            Lengths.seconds(count, 60, 60).forEachIndexed { i, nanos -> into[i] = TimeUnit.NANOSECONDS.toMillis(nanos) }
        }
        val action = Runnable {}
        val begin = System.nanoTime()
        val timers = Array(count) { delay.invokeOnTimeout(millis[it], action, context) }
        timers.forEach { it.dispose() }
        (System.nanoTime() - begin).toDouble() / count
    }
}
