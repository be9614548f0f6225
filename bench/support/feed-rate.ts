/** 500 readings a second, as 50 devices with a period of one second would send them. */
export const framesPerSecond = 50;
export const readingsPerFrame = 10;
