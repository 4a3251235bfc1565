/** Streams of what actors say, as RxJS has them. What stands above the medium takes them from here. */
export { Observable, type Subscription } from 'rxjs';
