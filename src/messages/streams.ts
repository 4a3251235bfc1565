/** Streams of what actors say, as RxJS has them. What stands above the medium takes them from here. */
export { merge, NEVER, Observable, type Observer, Subject, type Subscription } from 'rxjs';
